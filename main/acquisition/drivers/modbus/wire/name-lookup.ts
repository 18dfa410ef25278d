/**
 * Addresses of devices that are known by name, for all connections of this process. The system's lookup holds one of the four
 * threads that also serve files, for 10 s and more when the name server is dead, and cannot be called off. So a name is looked up
 * once at a time however many wait for it, and no more than two names are: otherwise devices that are gone for good would keep
 * healthy ones, and the disk, waiting.
 */
import { ADDRCONFIG, promises as dns, type LookupAddress } from 'node:dns';
import { LinkFault } from './fault.ts';

/** Lookups in the process; leaves half of the system's threads to files. */
const AT_ONCE = 2;

/** A lookup that has not answered by then is not waited for where an address of the name is known; ms. */
export const PATIENCE_MS = 300;

export type Addresses = readonly LookupAddress[];

/** Asks the system, its hosts file included. */
type Resolve = (host: string) => Promise<Addresses>;

type Told = (found: Addresses | LinkFault) => void;

interface Name {
  readonly host: string;
  readonly waiting: Set<Told>;
  /** What the name meant when it was last resolved. Devices seldom move; name servers fail more often. */
  lastGood: Addresses | null;
  hasFailed: boolean;
  /** Being looked up, or in the queue for it. */
  isAsked: boolean;
}

/** Always this computer (RFC 6761, 6.3). IPv4 first: where both listen they are the same device, and few listen on IPv6. */
const LOOPBACK: Addresses = [
  { address: '127.0.0.1', family: 4 },
  { address: '::1', family: 6 },
];

/** As a socket asks it: no IPv6 addresses on a computer without IPv6. Windows does so by itself. */
const HINTS = process.platform === 'win32' ? 0 : ADDRCONFIG;

export const askSystem: Resolve = host => dns.lookup(host, { all: true, hints: HINTS });

export const unresolved = (host: string, why: string): LinkFault =>
  new LinkFault('unreachable', `the name ${host} could not be resolved: ${why}`);

function faultOf(host: string, error: unknown): LinkFault {
  const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
  if (code === 'ENOTFOUND') return unresolved(host, `nobody has this name (${code})`);
  if (code === 'EAI_AGAIN') return unresolved(host, `no answer from the name server (${code})`);
  return unresolved(host, code);
}

export class NameLookup {
  readonly #resolve: Resolve;
  readonly #names = new Map<string, Name>();
  readonly #queue: Name[] = [];
  #running = 0;

  constructor(resolve: Resolve = askSystem) {
    this.#resolve = resolve;
  }

  /**
   * Tells the addresses of `host`, which is a name and no IP address, or why there are none. With an address known from before
   * it is told within `patienceMs`. Returns how to give up: then nothing is told, and only the lookup that others share goes on.
   */
  find(host: string, patienceMs: number, told: Told): () => void {
    const name = this.#nameOf(host.toLowerCase());
    const giveUp = (): void => {
      clearTimeout(timer);
      name.waiting.delete(waiter);
    };
    const waiter: Told = found => {
      giveUp();
      told(found);
    };
    const timer = setTimeout(() => {
      if (name.lastGood !== null) waiter(name.lastGood);
    }, patienceMs);
    name.waiting.add(waiter);
    if (name.host === 'localhost') process.nextTick(() => this.#tell(name, LOOPBACK));
    else this.#ask(name);
    return giveUp;
  }

  #nameOf(host: string): Name {
    const known = this.#names.get(host);
    if (known !== undefined) return known;
    const name: Name = { host, waiting: new Set(), lastGood: null, hasFailed: false, isAsked: false };
    this.#names.set(host, name);
    return name;
  }

  #ask(name: Name): void {
    if (name.isAsked) return;
    name.isAsked = true;
    this.#queue.push(name);
    this.#startNext();
  }

  #startNext(): void {
    while (this.#running < AT_ONCE && this.#queue.length > 0) {
      // Names that could not be resolved last time let the others go first.
      const place = this.#queue.findIndex(name => !name.hasFailed);
      const [name] = this.#queue.splice(Math.max(0, place), 1);
      if (name === undefined) return;
      this.#running++;
      void this.#lookUp(name);
    }
  }

  async #lookUp(name: Name): Promise<void> {
    const found = await this.#outcomeOf(name.host);
    this.#running--;
    name.isAsked = false;
    name.hasFailed = found instanceof LinkFault;
    if (!(found instanceof LinkFault)) name.lastGood = found;
    this.#startNext();
    this.#tell(name, name.lastGood ?? found);
  }

  async #outcomeOf(host: string): Promise<Addresses | LinkFault> {
    try {
      const found = await this.#resolve(host);
      return found.length > 0 ? found : unresolved(host, 'it has no address');
    } catch (error) {
      return faultOf(host, error);
    }
  }

  #tell(name: Name, found: Addresses | LinkFault): void {
    for (const waiter of [...name.waiting]) waiter(found);
  }
}

/** The one of this process. */
export const processNames = new NameLookup();
