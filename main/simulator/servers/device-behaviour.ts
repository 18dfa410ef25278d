/** How a simulated device behaves on the wire. The servers ask before each reply, so a fault acts at once. */
export interface DeviceBehaviour {
  /** Present on the wire at all. */
  readonly offline: boolean;
  /** Takes requests, answers nothing. */
  readonly silent: boolean;
  /** Answers with random bytes. */
  readonly garbage: boolean;
  /** Delay of each reply, ms. */
  readonly delayMs: number;
}

export const HEALTHY: DeviceBehaviour = { offline: false, silent: false, garbage: false, delayMs: 0 };

export type BehaviourOf = (device: string) => DeviceBehaviour;
