/**
 * All protocol servers of the demo field: one port per Modbus TCP device, one serial server for the RTU line, the analyser on
 * OPC UA. They open together or not at all. Device faults end here, on the wire, and never in the plant.
 */
import { join } from 'node:path';
import { StationError } from '../platform/station-error.ts';
import type { ModbusChannel, OpcuaChannel, ProjectChannel, StationProject } from '../project/types.ts';
import type { FieldRegisters } from './control/field-registers.ts';
import { type Fault, isDeviceFault } from './plant/faults.ts';
import { type DeviceBehaviour, HEALTHY } from './servers/device-behaviour.ts';
import { GcServer } from './servers/gc-server.ts';
import { type FieldServer, ModbusTcpServer } from './servers/modbus-tcp-server.ts';
import { type BusSlave, RtuTcpServer, type SerialLine, serveSerial } from './servers/rtu-servers.ts';

interface Opened extends FieldServer {
  open(): Promise<void>;
}

interface FieldServersOptions {
  readonly project: StationProject;
  readonly registers: FieldRegisters;
  /** `free` lets the system choose every port. */
  readonly ports: 'project' | 'free';
  /** Ports that must be taken again, by channel. */
  readonly endpoints: Readonly<Record<string, { readonly port: number }>>;
  readonly secret: (name: string) => string | null;
  readonly directory: string;
  readonly serialPath: string | null;
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}

function portTaken(at: { channel: ProjectChannel; port: number }, cause: unknown): StationError {
  const { channel } = at;
  const place = `${'host' in channel ? channel.host : ''}:${at.port}`;
  const code = codeOf(cause);
  return new StationError(
    {
      code: 'field-port',
      message: `The demo field cannot listen on ${place} for channel ${channel.id} (${code}).`,
      hint: 'End the program that uses the port (perhaps another demo field), or start with --ports free. Nothing has been started.',
      retry: 'operator',
      zh: {
        message: `演示现场无法监听 ${place}（通道 ${channel.id}，${code}）。`,
        hint: '请结束占用该端口的程序（可能是另一个演示现场），或用 --ports free 启动。本次没有启动任何部分。',
      },
    },
    { cause },
  );
}

function onSerialPort(channel: string): StationError {
  return new StationError({
    code: 'field-project',
    message: `Channel ${channel} is a serial port; the demo field listens on network ports.`,
    hint: 'Make it modbus-rtu-tcp, and give the field the other end of the cable with --serial PATH.',
    retry: 'operator',
    zh: {
      message: `通道 ${channel} 是串口；演示现场只在网络端口上监听。`,
      hint: '请改为 modbus-rtu-tcp，并用 --serial 路径 把线缆另一端交给演示现场。',
    },
  });
}

function behaviourFrom(faults: readonly Fault[]): DeviceBehaviour {
  const has = (name: string): boolean => faults.some(f => f.fault === name);
  return {
    offline: has('device-offline'),
    silent: has('device-half-open'),
    garbage: has('device-garbage'),
    delayMs: faults.find(f => f.fault === 'device-slow')?.value ?? 0,
  };
}

export class FieldServers {
  readonly #options: FieldServersOptions;
  readonly #servers = new Map<string, Opened>();
  readonly #serverOf = new Map<string, FieldServer>();
  readonly #gcs = new Map<string, GcServer>();
  #serial: SerialLine | null = null;
  #faults: readonly Fault[] = [];
  #behaviours = new Map<string, DeviceBehaviour>();

  constructor(options: FieldServersOptions) {
    this.#options = options;
    for (const channel of options.project.channels) this.#add(channel);
  }

  get devices(): readonly string[] {
    return [...this.#serverOf.keys()];
  }

  get faults(): readonly Fault[] {
    return this.#faults;
  }

  /** Where each channel listens. */
  get endpoints(): Record<string, { host: string; port: number }> {
    return Object.fromEntries([...this.#servers].map(([id, s]) => [id, { host: s.host, port: s.port }]));
  }

  /** DER certificates of the OPC UA servers by channel, base64. */
  get certificates(): Record<string, string> {
    return Object.fromEntries([...this.#gcs].map(([id, gc]) => [id, gc.certificate.toString('base64')]));
  }

  /** Device id and server of each analyser. */
  get analysers(): readonly { device: string; server: GcServer }[] {
    return [...this.#serverOf].flatMap(([device, server]) => (server instanceof GcServer ? [{ device, server }] : []));
  }

  #behaviourOf = (device: string): DeviceBehaviour => this.#behaviours.get(device) ?? HEALTHY;

  #add(channel: ProjectChannel): void {
    const server = this.#create(channel);
    this.#servers.set(channel.id, server);
    for (const device of channel.devices) this.#serverOf.set(device.id, server);
  }

  #create(channel: ProjectChannel): Opened {
    if (channel.protocol === 'opcua') return this.#createGc(channel);
    if (channel.protocol === 'modbus-rtu') throw onSerialPort(channel.id);
    const slaves = this.#slavesOf(channel);
    const at = { host: channel.host, port: this.#port(channel) };
    if (channel.protocol === 'modbus-rtu-tcp')
      return new RtuTcpServer({ ...at, slaves, behaviourOf: this.#behaviourOf });
    const [slave] = slaves;
    if (slave === undefined || slaves.length !== 1) {
      throw new StationError({
        code: 'field-project',
        message: `Channel ${channel.id} has ${slaves.length} devices; the demo field serves one device per Modbus TCP port.`,
        hint: 'Give each Modbus TCP device a channel of its own.',
        retry: 'operator',
        zh: {
          message: `通道 ${channel.id} 有 ${slaves.length} 个设备；演示现场每个 Modbus TCP 端口只服务一个设备。`,
          hint: '请为每个 Modbus TCP 设备单独设置通道。',
        },
      });
    }
    return new ModbusTcpServer({ ...at, slave, behaviour: () => this.#behaviourOf(slave.device) });
  }

  #createGc(channel: OpcuaChannel): GcServer {
    const device = channel.devices[0]?.id ?? '';
    const name = `channel/${channel.id}`;
    const password = this.#options.secret(name);
    if (password === null || password === '') {
      throw new StationError({
        code: 'field-secret',
        message: `The demo field was given no password for ${name}.`,
        hint: 'The station makes it in its key file; stand-alone, the field does.',
        retry: 'operator',
        zh: {
          message: `演示现场没有得到 ${name} 的密码。`,
          hint: '密码由站控程序写入密钥文件；单独运行时由演示现场写入。',
        },
      });
    }
    const gc = new GcServer({
      channel,
      port: this.#port(channel),
      tags: this.#options.registers.opcuaTags.get(device) ?? [],
      password,
      directory: join(this.#options.directory, channel.id),
      behaviour: () => this.#behaviourOf(device),
    });
    this.#gcs.set(channel.id, gc);
    return gc;
  }

  #slavesOf(channel: ModbusChannel): BusSlave[] {
    return channel.devices.flatMap(device => this.#options.registers.slaves.get(device.id) ?? []);
  }

  #port(channel: ProjectChannel): number {
    const again = this.#options.endpoints[channel.id];
    if (again !== undefined) return again.port;
    return this.#options.ports === 'free' || !('port' in channel) ? 0 : channel.port;
  }

  /** Opens all, or closes what was opened and throws. @throws StationError naming the port */
  async open(): Promise<void> {
    try {
      for (const channel of this.#options.project.channels) await this.#openOne(channel);
      this.#openSerial();
    } catch (error) {
      await this.close();
      throw error;
    }
  }

  async #openOne(channel: ProjectChannel): Promise<void> {
    try {
      await this.#servers.get(channel.id)?.open();
    } catch (error) {
      throw ['EADDRINUSE', 'EACCES', 'EADDRNOTAVAIL'].includes(codeOf(error))
        ? portTaken({ channel, port: this.#port(channel) }, error)
        : error;
    }
  }

  #openSerial(): void {
    const { serialPath, project } = this.#options;
    if (serialPath === null) return;
    const slaves = project.channels.flatMap(c => (c.protocol === 'modbus-rtu-tcp' ? this.#slavesOf(c) : []));
    this.#serial = serveSerial(serialPath, slaves, this.#behaviourOf);
  }

  async close(): Promise<void> {
    this.#serial?.close();
    this.#serial = null;
    await Promise.all([...this.#servers.values()].map(server => server.close()));
  }

  /** Replaces the device faults. */
  async setFaults(faults: readonly Fault[]): Promise<void> {
    this.#faults = faults.filter(f => isDeviceFault(f.fault));
    const before = this.#behaviours;
    this.#behaviours = new Map(
      this.devices.map(device => [device, behaviourFrom(this.#faults.filter(f => f.target === device))]),
    );
    for (const [device, behaviour] of this.#behaviours) {
      const wasOffline = before.get(device)?.offline ?? false;
      if (wasOffline !== behaviour.offline) await this.#serverOf.get(device)?.setBehaviour(behaviour);
    }
  }
}
