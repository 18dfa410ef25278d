/**
 * Which consoles are open and have no sound device (main thread), for the alarm that says so. A console is a client with a session: what
 * it says holds until it says the opposite or its session ends, whichever way; one that has said nothing, because its browser
 * may not sound yet, counts for nothing. Flapping is the business of the alarm's delays.
 */

export interface ConsoleWord {
  /** Console or address. */
  readonly where: string;
  readonly isMissing: boolean;
  /** Aborted when the session of the console has ended. */
  readonly session: AbortSignal;
}

/** Places without a device, each once, in the order in which they told of it. Must not throw. */
export type SilentListener = (silent: readonly string[]) => void;

export class ConsoleSounds {
  readonly #listener: SilentListener;
  readonly #silent = new Map<EventTarget, string>();

  constructor(listener: SilentListener) {
    this.#listener = listener;
  }

  /** Nobody has spoken yet, and none is known to be silent. */
  begin(): void {
    this.#tell();
  }

  take({ where, isMissing, session }: ConsoleWord): void {
    if (session.aborted) return;
    if (!isMissing) {
      this.#forget(session);
      return;
    }
    if (this.#silent.has(session)) return;
    this.#silent.set(session, where);
    session.addEventListener('abort', this.#ended, { once: true });
    this.#tell();
  }

  readonly #ended = ({ target }: Event): void => {
    if (target !== null) this.#forget(target);
  };

  #forget(session: EventTarget): void {
    if (this.#silent.delete(session)) this.#tell();
  }

  #tell(): void {
    this.#listener([...new Set(this.#silent.values())]);
  }
}
