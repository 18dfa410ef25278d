/** `tags.override`, `tags.release` and `tags.overrides`. Refuses what cannot be meant, and says why. */
import { isBad } from '../../shared/model/quality.ts';
import type { OverrideEntry, TagDefinition } from '../../shared/model/tag.ts';
import type { Text } from '../../shared/text/text.ts';
import { StationError } from '../platform/station-error.ts';
import { LONGEST_OVERRIDE_MS } from '../tags/override-register.ts';
import type { TagState } from '../tags/tag-table.ts';
import { type Caller, type ParsedInput, RequestError } from './handlers.ts';
import type { StationParts } from './station-parts.ts';
import { handleOrFail, readingOf } from './tags.ts';

type Parts = Pick<StationParts, 'catalogue' | 'table' | 'overrides' | 'clock'>;
type Order = ParsedInput<'tags.override'>;

/** What is not possible and what to do about it. */
interface Refusal {
  readonly what: Text;
  readonly hint: Text;
}

export function overrideEntries({ catalogue, table }: Pick<Parts, 'catalogue' | 'table'>): readonly OverrideEntry[] {
  return table.overrides().map(([h, override]) => {
    const state = table.state(h);
    const tag = catalogue.nameOf(h);
    return {
      tag,
      ...override,
      isInForce: override.kind === 'force' || isBad(state.live.q),
      live: readingOf(tag, state.live, state),
    };
  });
}

export async function overrideTag(
  { catalogue, table, overrides, clock }: Parts,
  order: Order,
  caller?: Caller,
): Promise<null> {
  const h = handleOrFail(catalogue, order.tag);
  const tag = catalogue.tags[h];
  const refusal =
    tag === undefined
      ? ofScreen(order.tag)
      : (refuseValue(tag, table.state(h), order) ?? refuseTime(order, clock.now()));
  if (refusal !== null) throw notPossible(refusal);
  const { kind, value, who, why, until } = order;
  try {
    await overrides.set(h, { kind, value, who, why, until }, caller?.where);
  } catch (error) {
    if (!(error instanceof StationError)) throw error;
    const { message, hint, zh } = error;
    throw new RequestError('not-possible', { message, hint }, zh);
  }
  return null;
}

export async function releaseTag(
  { catalogue, overrides }: Pick<Parts, 'catalogue' | 'overrides'>,
  { tag, who, why }: ParsedInput<'tags.release'>,
  caller?: Caller,
): Promise<null> {
  const by = { who, why, ...(caller === undefined ? {} : { where: caller.where }) };
  if (await overrides.release(handleOrFail(catalogue, tag), by)) return null;
  throw notPossible({
    what: { zh: `${tag} 没有替代值或强制值。`, en: `${tag} is neither substituted nor forced.` },
    hint: { zh: '用 tags.overrides 查看登记。', en: 'tags.overrides gives those that are.' },
  });
}

const notPossible = ({ what, hint }: Refusal): RequestError =>
  new RequestError('not-possible', { message: what.en, hint: hint.en }, { message: what.zh, hint: hint.zh });

const ofScreen = (name: string): Refusal => ({
  what: { zh: `${name} 是画面计算值，不是位号。`, en: `${name} is calculated for a screen and is no tag.` },
  hint: { zh: '请改为替代或强制其输入位号。', en: 'Override the tags that it is calculated from.' },
});

function refuseValue(tag: TagDefinition, { received }: TagState, order: Order): Refusal | null {
  const { name, low, high, unit, signalClass } = tag;
  if (typeof received.exact === 'string') {
    return {
      what: { zh: `${name} 是文本，不能用数值替代。`, en: `${name} is a text: a number cannot stand for it.` },
      hint: { zh: '只有数值位号可以替代或强制。', en: 'Only numbers can be substituted or forced.' },
    };
  }
  if (order.isBeyondRange) return null;
  const hint: Text = {
    zh: '改用范围内的值；确需如此时设 isBeyondRange 为 true。',
    en: 'Give a value within it, or set isBeyondRange to true if it is really meant.',
  };
  if (low !== null && high !== null && (order.value < low || order.value > high)) {
    const range = `${low} … ${high}${unit === '' ? '' : ` ${unit}`}`;
    return {
      what: {
        zh: `${order.value} 超出 ${name} 的量程 ${range}。`,
        en: `${order.value} lies beyond the range of ${name}, ${range}.`,
      },
      hint,
    };
  }
  const isState = signalClass === 'DI' || signalClass === 'DO';
  if (!isState || (Number.isInteger(order.value) && order.value >= 0)) return null;
  return {
    what: {
      zh: `${name} 是开关量或状态字，${order.value} 不是其状态。`,
      en: `${name} is a state: ${order.value} is not a whole number from 0 on.`,
    },
    hint,
  };
}

function refuseTime({ until }: Order, now: number): Refusal | null {
  if (until > now && until <= now + LONGEST_OVERRIDE_MS) return null;
  const [zh, en] = until <= now ? ['已经过去', 'has passed already'] : ['超过 30 天', 'is more than 30 days away'];
  return {
    what: { zh: `到期时间 ${iso(until)} ${zh}。`, en: `The end, ${iso(until)}, ${en}.` },
    hint: {
      zh: 'until 为 UTC 毫秒时间戳，最长 30 天；更久请检修或修改工程。',
      en: 'until is in epoch ms UTC, at most 30 days ahead; what is needed longer is a repair or belongs into the project.',
    },
  };
}

/** Any number may come as a time; beyond the calendar it is shown as it came. */
const iso = (time: number): string => (Math.abs(time) <= 8.64e15 ? new Date(time).toISOString() : String(time));
