/** A station project as loaded and validated: plain data, frozen in spirit. Everything later is built from this. */

import type { ModbusTable, RegisterField } from '../../shared/modbus/register-field.ts';
import type { AlarmKind, AlarmPriority, AlarmTexts } from '../../shared/model/alarm.ts';
import type { Asset } from '../../shared/model/asset.ts';
import type { Protocol } from '../../shared/model/device.ts';
import type { LoggingPolicy } from '../../shared/model/logging.ts';
import type { Scene } from '../../shared/model/scene.ts';
import type { RunningHue } from '../../shared/model/station.ts';
import type { SignalClass, TagLimits } from '../../shared/model/tag.ts';
import type { TrendPreset } from '../../shared/model/trend-preset.ts';
import type { ProjectSupport } from '../../shared/support/support.ts';
import type { Text } from '../../shared/text/text.ts';
import type { ConditionSpec } from '../alarms/conditions/condition-spec.ts';
import type { Delays } from '../alarms/conditions/delay.ts';
import type { Interpolation } from '../historian/samples.ts';
import type { HistorySettings } from '../historian/settings.ts';

export interface ModbusAddress extends RegisterField {
  readonly kind: 'modbus';
  readonly table: ModbusTable;
  /**
   * A totaliser that the meter splits in two: value = first field × `factor` + `plus`. Both fields are read by one request,
   * because between two requests the meter may carry over.
   */
  readonly split?: { readonly factor: number; readonly plus: RegisterField };
  /** Write function code, present on tags that the command gate may write. */
  readonly writeFunction?: WriteFunction;
}

/** Function codes that write (Modbus Application Protocol V1.1b3, 6.5 – 6.17). 23 writes and reads back in one transaction. */
export const WRITE_FUNCTIONS = [5, 6, 15, 16, 22, 23] as const;
export type WriteFunction = (typeof WRITE_FUNCTIONS)[number];

export interface OpcuaAddress {
  readonly kind: 'opcua';
  /** NodeId text with a namespace URI, e.g. `nsu=urn:citygate:gc;s=AT-1501.C1`. */
  readonly nodeId: string;
}

export type FieldAddress = ModbusAddress | OpcuaAddress;

/** Raw value of the device → value in the tag's unit. */
export type Scaling =
  | { readonly kind: 'linear'; readonly gain: number; readonly offset: number }
  /** Flow from a differential pressure: low + (high − low) · √((raw − rawLow) / (rawHigh − rawLow)); below rawLow it is `low`. */
  | {
      readonly kind: 'sqrt';
      readonly rawLow: number;
      readonly rawHigh: number;
      readonly low: number;
      readonly high: number;
    }
  /** Straight lines between points of ascending raw values; beyond the ends the last line goes on. */
  | { readonly kind: 'table'; readonly raw: readonly number[]; readonly value: readonly number[] };

export interface ProjectTag {
  readonly name: string;
  readonly description: Text;
  readonly area: string;
  readonly equipment: string;
  readonly signalClass: SignalClass;
  readonly unit: string;
  readonly decimals: number;
  readonly low: number | null;
  readonly high: number | null;
  readonly periodMs: number;
  /** Period while somebody looks at the value or a command waits for it, ms; `periodMs` when it is never hastened. */
  readonly fastPeriodMs: number;
  /** Null: the raw value is the value. */
  readonly scaling: Scaling | null;
  /** Beyond its range the value is held at the end of the range; it is out of range all the same. */
  readonly isClamped: boolean;
  /** A raw value that has not moved at all for this long is taken for a stuck instrument, ms. Null = never. */
  readonly frozenAfterMs: number | null;
  /** Null for a calculated tag. */
  readonly device: string | null;
  readonly address: FieldAddress | null;
  readonly addressText: string;
  readonly writable: boolean;
  readonly limits: TagLimits;
  /** Usual value in normal operation; start value of the demo field, never shown as a value. */
  readonly normal: number | null;
  /** Which of its samples are kept for years. */
  readonly logging: LoggingPolicy;
  /** How the value goes on between two samples. */
  readonly interpolation: Interpolation;
}

/** What one device can take in a request; the protocol's own maximum unless the project says less. */
export interface ModbusLimits {
  /** Registers of one read, 1 … 125. */
  readonly maxRegisters: number;
  /** Bits of one read, 1 … 2000. */
  readonly maxBits: number;
  /** Never read, not even as part of a gap: some devices stop or act when touched there. `to` is inclusive. */
  readonly forbidden: readonly { readonly table: ModbusTable; readonly from: number; readonly to: number }[];
}

export interface ProjectDevice {
  readonly id: string;
  readonly name: Text;
  readonly channel: string;
  /** Lamp of the header that it shares. */
  readonly group: string;
  /** Modbus unit identifier, 0 for OPC UA. On a serial line unit 0 is the broadcast: it takes writes and answers nothing. */
  readonly unit: number;
  /** False: the device is known but not asked. */
  readonly isEnabled: boolean;
  /** Modbus only; the protocol's maximum elsewhere. */
  readonly limits: ModbusLimits;
}

interface ChannelBase {
  readonly id: string;
  readonly protocol: Protocol;
  readonly connectTimeoutMs: number;
  /** Deadline of one request. */
  readonly timeoutMs: number;
  /** Size of the flight recorder's ring on disk, MB; 0 = nothing is recorded. */
  readonly recorderMb: number;
  readonly devices: readonly ProjectDevice[];
}

export interface NetworkAddress {
  readonly host: string;
  readonly port: number;
}

interface ModbusBase extends ChannelBase {
  /** Requests on the way at once. More than 1 only on Modbus TCP and only if the device can: many drop what they have no room for. */
  readonly inFlight: number;
  /** How late after its deadline an answer over a serial line may still come, ms. */
  readonly lateReplyMs: number;
  /** Pause between a reply and the next request, ms: RS-485 transceivers need time to turn round. */
  readonly turnaroundMs: number;
}

export interface ModbusTcpChannel extends ModbusBase, NetworkAddress {
  readonly protocol: 'modbus-tcp';
  /** Tried when the first address does not answer. */
  readonly backup: NetworkAddress | null;
  /** The units stand on a serial line behind a gateway: what a lost answer leaves behind there must be waited out. */
  readonly isGateway: boolean;
  /** False: the gateway answers with transaction id 0 whatever it was asked with. Then one request is on the way at a time. */
  readonly hasTransactionIds: boolean;
}

/** RTU frames through a serial server. */
export interface ModbusRtuTcpChannel extends ModbusBase, NetworkAddress {
  readonly protocol: 'modbus-rtu-tcp';
  readonly backup: NetworkAddress | null;
  /** The line's adapter sends back what it was given. */
  readonly hasEcho: boolean;
}

export const PARITIES = ['none', 'even', 'odd'] as const;

export interface SerialPortSettings {
  /** `/dev/ttyS0`, `COM3`. */
  readonly path: string;
  readonly baudRate: number;
  readonly parity: (typeof PARITIES)[number];
  readonly dataBits: 7 | 8;
  readonly stopBits: 1 | 2;
  /** The adapter sends only while RTS is raised. */
  readonly raisesRts: boolean;
}

/** RTU frames on a serial port of this computer. */
export interface ModbusRtuChannel extends ModbusBase {
  readonly protocol: 'modbus-rtu';
  readonly serial: SerialPortSettings;
  readonly hasEcho: boolean;
}

export type ModbusChannel = ModbusTcpChannel | ModbusRtuTcpChannel | ModbusRtuChannel;

export const OPCUA_POLICIES = [
  'None',
  'Basic128Rsa15',
  'Basic256',
  'Basic256Sha256',
  'Aes128_Sha256_RsaOaep',
  'Aes256_Sha256_RsaPss',
] as const;

export interface OpcuaSecurity {
  readonly mode: 'None' | 'Sign' | 'SignAndEncrypt';
  readonly policy: (typeof OPCUA_POLICIES)[number];
}

/** How the channel shows who it is; passwords and keys are not in the project. */
export type OpcuaLogin =
  | { readonly kind: 'anonymous' }
  /** The password is the secret `channel/<id>`. */
  | { readonly kind: 'user'; readonly user: string }
  /** `pki/user/certificate.pem` and `pki/user/key.pem` of the channel's data folder. */
  | { readonly kind: 'certificate' };

/** How the tags of one scan period are got. */
export interface OpcuaGroup {
  readonly periodMs: number;
  /** `read`: asked once a period, for servers whose subscriptions cannot be relied on. */
  readonly mode: 'subscribe' | 'read';
  /** How often the server looks at the value, ms. */
  readonly samplingMs: number;
  /** Values that the server keeps between two publish responses; what is older is lost and reported as such. */
  readonly queueSize: number;
}

export interface OpcuaChannel extends ChannelBase, NetworkAddress {
  readonly protocol: 'opcua';
  readonly path: string;
  readonly security: OpcuaSecurity;
  readonly login: OpcuaLogin;
  /** Groups that the project sets itself; the others are subscribed with sampling and queue made from their period. */
  readonly groups: readonly OpcuaGroup[];
  /** A server whose clock differs by more than this is reported and its source times are not used, ms. */
  readonly clockToleranceMs: number;
}

export type ProjectChannel = ModbusChannel | OpcuaChannel;

export type Calculation =
  | { readonly tag: string; readonly kind: 'expression'; readonly expression: string }
  | { readonly tag: string; readonly kind: 'not-configured'; readonly needs: Text };

/** A row of alarms.csv. What is null there comes from the tag, the device or the priority: `main/alarms/definitions.ts`. */
export interface ProjectAlarm {
  /** The tag; the device of `LOST`; `CONSOLE` of `SOUND`; the name of `EXPR`. */
  readonly name: string;
  readonly kind: AlarmKind;
  readonly condition: ConditionSpec;
  readonly delays: Delays;
  readonly priority: AlarmPriority;
  readonly area: string | null;
  readonly texts: Readonly<Record<keyof AlarmTexts, Text | null>>;
  readonly timeToRespondS: number | null;
  readonly card: string | null;
  readonly isLatching: boolean;
  readonly group: string | null;
  readonly suppressWhen: string | null;
  readonly reAlarmAfterMs: number | null;
  readonly maxShelveMs: number | null;
}

export interface StationProject {
  readonly directory: string;
  readonly id: string;
  readonly name: Text;
  readonly timeZone: string;
  readonly gasDayStart: string;
  readonly demoField: boolean;
  /** What runs is drawn in it; undefined for light and dark alone. */
  readonly runningHue?: RunningHue | undefined;
  readonly areas: readonly { readonly id: string; readonly name: Text }[];
  readonly channels: readonly ProjectChannel[];
  readonly history: HistorySettings;
  readonly tags: readonly ProjectTag[];
  readonly alarms: readonly ProjectAlarm[];
  readonly calculations: readonly Calculation[];
  readonly assets: readonly Asset[];
  readonly scenes: readonly Scene[];
  /** Trend presets that come with the project. */
  readonly presets: readonly TrendPreset[];
  readonly support: ProjectSupport;
}
