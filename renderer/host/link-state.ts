/**
 * Is the station behind this screen alive? A pure machine over monotonic milliseconds. Three missed beats, or a closed
 * socket, and the answer is no; the screen may then call nothing good. Weakening this shows dead numbers as live.
 */
import { LINK_LOST_MS } from '../../shared/rpc/protocol.ts';

export type LinkPhase = 'connecting' | 'up' | 'lost';

export interface LinkState {
  readonly phase: LinkPhase;
  /** Monotonic ms of the last message; of the start before the first. Values were last known to be right then. */
  readonly heardAt: number;
}

export type LinkEvent =
  | { readonly kind: 'heard'; readonly at: number }
  | { readonly kind: 'closed'; readonly at: number }
  | { readonly kind: 'tick'; readonly at: number };

export const startLink = (at: number): LinkState => ({ phase: 'connecting', heardAt: at });

/** Next state; the same object when nothing but the time of the last message could have changed. */
export function nextLink(state: LinkState, event: LinkEvent): LinkState {
  switch (event.kind) {
    case 'heard':
      return { phase: 'up', heardAt: event.at };
    case 'closed':
      return state.phase === 'up' ? { ...state, phase: 'lost' } : state;
    case 'tick':
      return state.phase !== 'lost' && event.at - state.heardAt > LINK_LOST_MS ? { ...state, phase: 'lost' } : state;
  }
}

const FIRST_RETRY_MS = 250;
/** Longer would make an operator wait after the host is back; shorter would load a host that is starting. */
const LAST_RETRY_MS = 3_000;

/** Pause before reconnect attempt `attempt` (0 = first): doubles from 0.25 s to 3 s. */
export function retryDelayMs(attempt: number): number {
  return Math.min(LAST_RETRY_MS, FIRST_RETRY_MS * 2 ** Math.min(attempt, 16));
}
