/**
 * Small peers in the system's Python: pymodbus servers (Debian's python3-pymodbus), and a listener whose queue is full, which
 * Node cannot make. A peer says its port on stdout and ends when its stdin ends, so that none outlives its test.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { waitFor } from './wait-for.ts';

const PYTHON = '/usr/bin/python3';
const START_LIMIT_MS = 15_000;
const END_LIMIT_MS = 3_000;

const END_WITH_STDIN = `
import os, sys, threading
def watch():
    sys.stdin.read()
    os._exit(0)
threading.Thread(target=watch, daemon=True).start()
`;

/** Units 1 and 2 with registers 0 … 499, register n = n; everything beyond is exception 2. */
const pymodbus = (framer: 'ModbusSocketFramer' | 'ModbusRtuFramer'): string => `${END_WITH_STDIN}
import asyncio, socket
from pymodbus.server import StartAsyncTcpServer
from pymodbus.datastore import ModbusSequentialDataBlock as Block, ModbusSlaveContext, ModbusServerContext
from pymodbus.transaction import ModbusRtuFramer, ModbusSocketFramer
probe = socket.socket(); probe.bind(('127.0.0.1', 0)); port = probe.getsockname()[1]; probe.close()
def unit():
    words = list(range(500)); bits = [i % 3 == 0 for i in range(500)]
    return ModbusSlaveContext(hr=Block(1, words), ir=Block(1, words), co=Block(1, bits), di=Block(1, bits))
context = ModbusServerContext(slaves={1: unit(), 2: unit()}, single=False)
print(port, flush=True)
asyncio.run(StartAsyncTcpServer(context=context, framer=${framer}, address=('127.0.0.1', port)))
`;

/** Listens, never accepts, and has its queue filled: the next connect gets no answer at all. */
const FULL = `${END_WITH_STDIN}
import socket, time
listener = socket.socket(); listener.bind(('127.0.0.1', 0)); listener.listen(0)
address = listener.getsockname()
fillers = []
for _ in range(4):
    filler = socket.socket(); filler.setblocking(False)
    try: filler.connect(address)
    except BlockingIOError: pass
    fillers.append(filler)
time.sleep(0.2)
print(address[1], flush=True)
time.sleep(600)
`;

export class PythonPeer {
  readonly port: number;
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess, port: number) {
    this.#child = child;
    this.port = port;
  }

  static pymodbusTcp(): Promise<PythonPeer> {
    return PythonPeer.#start(pymodbus('ModbusSocketFramer'));
  }

  static pymodbusRtuOverTcp(): Promise<PythonPeer> {
    return PythonPeer.#start(pymodbus('ModbusRtuFramer'));
  }

  static fullBacklog(): Promise<PythonPeer> {
    return PythonPeer.#start(FULL);
  }

  static async #start(program: string): Promise<PythonPeer> {
    const child = spawn(PYTHON, ['-c', program], { stdio: ['pipe', 'pipe', 'pipe'] });
    let output = '';
    let trouble = '';
    child.stdout.on('data', (text: Buffer) => {
      output += text.toString();
    });
    child.stderr.on('data', (text: Buffer) => {
      trouble += text.toString();
    });
    try {
      await waitFor('the peer to say its port', () => output.includes('\n') || child.exitCode !== null, START_LIMIT_MS);
      if (child.exitCode !== null) throw new Error(`the peer ended: ${trouble}`);
      return new PythonPeer(child, Number(output));
    } catch (error) {
      child.kill('SIGKILL');
      throw error;
    }
  }

  /** Freezes the peer: its sockets stay open and say nothing. */
  freeze(): void {
    this.#child.kill('SIGSTOP');
  }

  thaw(): void {
    this.#child.kill('SIGCONT');
  }

  async stop(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const ended = once(this.#child, 'exit');
    this.#child.kill('SIGCONT');
    this.#child.stdin?.end();
    const force = setTimeout(() => this.#child.kill('SIGKILL'), END_LIMIT_MS);
    await ended;
    clearTimeout(force);
  }
}
