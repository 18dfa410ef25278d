/**
 * Chromium's pages as DevTools targets. Every new page is held before its first request until somebody here has decided
 * about it: a window that the app created is set up first, one that a page opened is allowed or closed.
 */
import type { Chromium } from './chromium.ts';

interface TargetInfo {
  readonly targetId: string;
  readonly type: string;
  readonly openerId?: string;
}
interface Attached {
  readonly sessionId: string;
  readonly targetInfo: TargetInfo;
}

/** What the owner of a target wants to hear. */
export interface TargetOwner {
  /** A page of this owner opened a window. True lets it live. */
  allowsWindow(): boolean;
  crashed(status: string, exitCode: number): void;
  gone(): void;
}

export class Targets {
  readonly #chromium: Chromium;
  readonly #sessions = new Map<string, string>();
  readonly #waiting = new Map<string, (sessionId: string) => void>();
  readonly #owners = new Map<string, TargetOwner>();
  readonly #started: Promise<unknown>;

  constructor(chromium: Chromium) {
    this.#chromium = chromium;
    chromium.on<Attached>('Target.attachedToTarget', attached => this.#attached(attached));
    chromium.on<TargetInfo>('Target.targetDestroyed', ({ targetId }) => {
      this.#owners.get(targetId)?.gone();
      this.#owners.delete(targetId);
      this.#sessions.delete(targetId);
    });
    chromium.on<{ targetId: string; status: string; errorCode: number }>('Target.targetCrashed', crash =>
      this.#owners.get(crash.targetId)?.crashed(crash.status, crash.errorCode),
    );
    this.#started = Promise.all([
      chromium.send('Target.setDiscoverTargets', { discover: true }),
      chromium.send('Target.setAutoAttach', { autoAttach: true, waitForDebuggerOnStart: true, flatten: true }),
    ]);
  }

  /** A new page, held at about:blank until `resume`. */
  async create(
    owner: TargetOwner,
    size: { width: number; height: number },
  ): Promise<{ targetId: string; sessionId: string }> {
    await this.#started;
    const parameters = { url: 'about:blank', newWindow: true, width: size.width, height: size.height };
    const { targetId } = await this.#chromium.send<TargetInfo>('Target.createTarget', parameters);
    this.#owners.set(targetId, owner);
    const known = this.#sessions.get(targetId);
    const sessionId = known ?? (await new Promise<string>(resolve => this.#waiting.set(targetId, resolve)));
    return { targetId, sessionId };
  }

  async resume(sessionId: string): Promise<void> {
    await this.#chromium.send('Runtime.runIfWaitingForDebugger', {}, sessionId);
  }

  /** Held pages block the page that opened them, so this one is let go, but none of its requests is. */
  async #refuse(targetId: string, sessionId: string): Promise<void> {
    await Promise.all([
      this.#chromium.send('Fetch.enable', { patterns: [{ urlPattern: '*' }] }, sessionId),
      this.resume(sessionId),
      this.#chromium.send('Target.closeTarget', { targetId }),
    ]);
  }

  #attached({ sessionId, targetInfo }: Attached): void {
    const { targetId, type, openerId } = targetInfo;
    this.#sessions.set(targetId, sessionId);
    this.#waiting.get(targetId)?.(sessionId);
    this.#waiting.delete(targetId);
    const opener = openerId === undefined ? undefined : this.#owners.get(openerId);
    if (type === 'page' && opener === undefined) return;
    const isRefused = opener !== undefined && type === 'page' && !opener.allowsWindow();
    const decided = isRefused ? this.#refuse(targetId, sessionId) : this.resume(sessionId);
    decided.catch((error: unknown) => process.stderr.write(`electron stand-in: ${String(error)}\n`));
  }
}
