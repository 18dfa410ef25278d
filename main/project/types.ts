/** A station project as loaded and validated: plain data, frozen in spirit. Everything later is built from this. */
import type { Protocol } from '../../shared/model/device.ts';
import type { Scene } from '../../shared/model/scene.ts';
import type { SignalClass, TagLimits } from '../../shared/model/tag.ts';
import type { Text } from '../../shared/text/text.ts';

/** Modbus data tables (Modbus Application Protocol V1.1b3, 4.3). */
export const MODBUS_TABLES = ['coil', 'discrete', 'input', 'holding'] as const;
export type ModbusTable = (typeof MODBUS_TABLES)[number];

export const VALUE_TYPES = ['bit', 'uint16', 'int16', 'uint32', 'int32', 'float32'] as const;
export type ValueType = (typeof VALUE_TYPES)[number];

/** Order of the bytes of a 32-bit value on the wire, A = most significant. Meters use all four. */
export const WORD_ORDERS = ['ABCD', 'CDAB', 'BADC', 'DCBA'] as const;
export type WordOrder = (typeof WORD_ORDERS)[number];

export interface ModbusAddress {
  readonly kind: 'modbus';
  readonly table: ModbusTable;
  /** Zero-based. */
  readonly offset: number;
  readonly type: ValueType;
  readonly order: WordOrder;
  /** Write function code, present on tags that the command gate may write: 5, 6 or 16. */
  readonly writeFunction?: 5 | 6 | 16;
}

export interface OpcuaAddress {
  readonly kind: 'opcua';
  /** NodeId text with a namespace URI, e.g. `nsu=urn:citygate:gc;s=AT-1501.C1`. */
  readonly nodeId: string;
}

export type FieldAddress = ModbusAddress | OpcuaAddress;

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
  /** Null for a calculated tag. */
  readonly device: string | null;
  readonly address: FieldAddress | null;
  readonly addressText: string;
  readonly writable: boolean;
  readonly limits: TagLimits;
  /** Usual value in normal operation; start value of the demo field, never shown as a value. */
  readonly normal: number | null;
}

export interface ProjectDevice {
  readonly id: string;
  readonly name: Text;
  readonly channel: string;
  /** Lamp of the header that it shares. */
  readonly group: string;
  /** Modbus unit identifier, 0 for OPC UA. */
  readonly unit: number;
}

export interface OpcuaSecurity {
  readonly mode: 'None' | 'Sign' | 'SignAndEncrypt';
  readonly policy: 'None' | 'Basic256Sha256' | 'Aes128_Sha256_RsaOaep' | 'Aes256_Sha256_RsaPss';
}

interface ChannelBase {
  readonly id: string;
  readonly protocol: Protocol;
  readonly host: string;
  readonly port: number;
  readonly connectTimeoutMs: number;
  /** Deadline of one request. */
  readonly timeoutMs: number;
  readonly devices: readonly ProjectDevice[];
}

export interface ModbusChannel extends ChannelBase {
  readonly protocol: 'modbus-tcp' | 'modbus-rtu-tcp';
  /** How late after its deadline an answer through a serial server may still come, ms. */
  readonly lateReplyMs: number;
}

export interface OpcuaChannel extends ChannelBase {
  readonly protocol: 'opcua';
  readonly path: string;
  readonly security: OpcuaSecurity;
  /** Login name; its password is the secret `channel/<id>`. Null = anonymous. */
  readonly user: string | null;
}

export type ProjectChannel = ModbusChannel | OpcuaChannel;

export type Calculation =
  | { readonly tag: string; readonly kind: 'expression'; readonly expression: string }
  | { readonly tag: string; readonly kind: 'not-configured'; readonly needs: Text };

export const CONDITION_KINDS = [
  'LL',
  'L',
  'H',
  'HH',
  'ON',
  'OFF',
  'DEV',
  'DISCREP',
  'FAULT',
  'NONZERO',
  'FAIL',
] as const;
export type ConditionKind = (typeof CONDITION_KINDS)[number];

export interface AlarmCondition {
  readonly tag: string;
  readonly kind: ConditionKind;
  /** Limit in engineering units, a state, or a bit (`bit6`), as the kind asks. */
  readonly limit: string;
  readonly priority: 1 | 2 | 3 | 4;
  readonly onDelayS: number;
  readonly offDelayS: number;
  readonly deadband: number | null;
}

export interface StationProject {
  readonly directory: string;
  readonly id: string;
  readonly name: Text;
  readonly timeZone: string;
  readonly gasDayStart: string;
  readonly demoField: boolean;
  readonly areas: readonly { readonly id: string; readonly name: Text }[];
  readonly channels: readonly ProjectChannel[];
  readonly tags: readonly ProjectTag[];
  readonly alarms: readonly AlarmCondition[];
  readonly calculations: readonly Calculation[];
  readonly scenes: readonly Scene[];
}
