/**
 * A history made by rule, put in the place of the station's answers on their way to a page: years of pens with a spike, a gap, a
 * stretch of bad and one of uncertain quality, and demo data. For pictures and for measuring; everything else is the station's.
 */
import type { Page } from 'playwright-core';
import type { HistoryBuckets, TrendSeries } from '../../shared/model/history.ts';
import { COMM_LOSS, FORCED, GOOD } from '../../shared/model/quality.ts';
import { decodeFrame, encodeFrame } from '../../shared/rpc/frame.ts';
import type { ClientMessage } from '../../shared/rpc/protocol.ts';

interface TrendInput {
  readonly tags: readonly string[];
  readonly from: number;
  readonly to: number;
  readonly columns: number;
}

/** What is unusual, as shares of the window that is looked at. */
export interface Episodes {
  readonly from: number;
  readonly to: number;
}

const isTrendCall = (message: ClientMessage): message is Extract<ClientMessage, { kind: 'call' }> =>
  message.kind === 'call' && message.method === 'history.trend';

/** Answers every `history.trend` of `page`; call before the page is opened. */
export async function scriptHistory(page: Page, episodes: Episodes): Promise<void> {
  await page.routeWebSocket(/\/ws$/, socket => {
    const station = socket.connectToServer();
    socket.onMessage(data => {
      // The page's own messages are of its own types.
      const message = (typeof data === 'string' ? decodeFrame(data) : null) as ClientMessage | null;
      if (message === null || !isTrendCall(message)) station.send(data);
      else {
        const value = answer(message.input as TrendInput, episodes);
        const frame = encodeFrame({ kind: 'reply', id: message.id, reply: { ok: true, value } });
        socket.send(typeof frame === 'string' ? frame : Buffer.from(frame));
      }
    });
  });
}

export function answer({ tags, from, to, columns }: TrendInput, episodes: Episodes): readonly TrendSeries[] {
  return tags.map((tag, pen) => ({
    tag,
    isStepped: false,
    samples: null,
    buckets: bucketsOf(pen, { from, stepMs: (to - from) / columns, columns }, episodes),
    knownUntil: Date.now(),
    marks: [{ from: 0, to: at(episodes, 0.35), origin: 'demo' }],
  }));
}

const at = ({ from, to }: Episodes, share: number): number => from + share * (to - from);

interface Grid {
  readonly from: number;
  readonly stepMs: number;
  readonly columns: number;
}

function bucketsOf(pen: number, { from, stepMs, columns }: Grid, episodes: Episodes): HistoryBuckets {
  const numbers = (): Float64Array => new Float64Array(columns).fill(Number.NaN);
  const buckets = {
    from,
    stepMs,
    min: numbers(),
    max: numbers(),
    first: numbers(),
    last: numbers(),
    count: new Uint32Array(columns),
    worstQ: new Uint16Array(columns),
    percentValid: new Float64Array(columns),
    percentGood: new Float64Array(columns),
  };
  for (let i = 0; i < columns; i++) {
    const start = from + i * stepMs;
    const share = (start - episodes.from) / (episodes.to - episodes.from);
    const q = start > Date.now() ? 0 : qualityOf(pen, share);
    buckets.worstQ[i] = q;
    if (q === 0 || q === COMM_LOSS) continue;
    const value = valueOf(pen, start, share);
    const noise = LEVELS[pen % LEVELS.length]?.noise ?? 0.01;
    const isSpike = pen === 0 && start <= at(episodes, 0.8) && at(episodes, 0.8) < start + stepMs;
    buckets.min[i] = value - noise * random(start + pen);
    buckets.max[i] = isSpike ? value * 1.05 : value + noise * random(start + pen + 1);
    buckets.first[i] = value;
    buckets.last[i] = value;
    buckets.count[i] = 60;
    buckets.percentValid[i] = 100;
    buckets.percentGood[i] = q === GOOD ? 100 : 0;
  }
  return buckets;
}

function qualityOf(pen: number, share: number): number {
  if (pen === 3 && share > 0.45 && share < 0.55) return 0;
  if (pen === 7 && share > 0.2 && share < 0.3) return COMM_LOSS;
  if (pen === 5 && share > 0.6 && share < 0.72) return FORCED;
  return GOOD;
}

const LEVELS = [
  { mean: 3.21, swing: 0.05, noise: 0.01 },
  { mean: 1.496, swing: 0.03, noise: 0.004 },
  { mean: 0.354, swing: 0.006, noise: 0.001 },
  { mean: 0.352, swing: 0.008, noise: 0.001 },
  { mean: 21_000, swing: 6_000, noise: 300 },
  { mean: 9_500, swing: 3_000, noise: 150 },
  { mean: 6_700, swing: 2_000, noise: 100 },
  { mean: 4_900, swing: 1_500, noise: 80 },
] as const;

const DAY_MS = 86_400_000;

function valueOf(pen: number, time: number, share: number): number {
  const level = LEVELS[pen % LEVELS.length] ?? LEVELS[0];
  const daily = Math.sin((time / DAY_MS) * 2 * Math.PI + pen);
  return level.mean + level.swing * (0.6 * daily + 0.4 * Math.sin(share * 17 + pen));
}

/** The same for the same time, so that an answer does not differ from the one before. */
function random(seed: number): number {
  const x = Math.sin(seed * 12.9898) * 43_758.5453;
  return x - Math.floor(x);
}
