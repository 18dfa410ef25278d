/** A way for bytes to a device and back: a TCP connection or a serial port. Used once; to connect again a new one is made. */
import type { LinkFault } from './fault.ts';

export interface TransportEvents {
  readonly onData: (bytes: Buffer) => void;
  /** Told once, when a transport that was open ends by itself. */
  readonly onEnd: (fault: LinkFault) => void;
}

export interface Transport {
  /** Rejects with a `LinkFault`; nothing is left open then. */
  open(events: TransportEvents): Promise<void>;
  /** Hands bytes to the operating system; the caller must not change them afterwards. */
  write(bytes: Uint8Array): void;
  /** True when the operating system has taken all that was written: what is written now leaves now. */
  readonly isDrained: boolean;
  /**
   * Ends at once and tells nobody. Bytes that have not left this computer are thrown away, so that they do not arrive after they
   * were given up; what the other side's system has taken cannot be called back. Safe to call twice.
   */
  destroy(): void;
}
