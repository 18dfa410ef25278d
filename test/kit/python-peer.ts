/** A listener whose queue is full, in the system's Python, because Node cannot make one. */
import { PeerProcess } from './peer-process.ts';

const PYTHON = '/usr/bin/python3';

/** Listens, never accepts, and has its queue filled: the next connect gets no answer at all. */
const FULL = `
import socket, sys, time
listener = socket.socket(); listener.bind(('127.0.0.1', 0)); listener.listen(0)
address = listener.getsockname()
fillers = []
for _ in range(4):
    filler = socket.socket(); filler.setblocking(False)
    try: filler.connect(address)
    except BlockingIOError: pass
    fillers.append(filler)
time.sleep(0.2)
print(f'ready {address[1]}', flush=True)
sys.stdin.read()
`;

export class PythonPeer {
  readonly port: number;
  readonly #process: PeerProcess;

  private constructor(process: PeerProcess, port: number) {
    this.#process = process;
    this.port = port;
  }

  static async fullBacklog(): Promise<PythonPeer> {
    const { peer, place } = await PeerProcess.start(PYTHON, ['-c', FULL]);
    return new PythonPeer(peer, Number(place));
  }

  stop(): Promise<void> {
    return this.#process.stop();
  }
}
