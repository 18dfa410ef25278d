/** `presets.*`: the named trend setups of the station. A refusal says whose the other one is. */
import type { TrendPreset } from '../../../shared/model/trend-preset.ts';
import type { Text } from '../../../shared/text/text.ts';
import { zoneClock } from '../../../shared/time/zone.ts';
import { type NameProblem, presetName, presetNameProblem } from '../../../shared/trend/preset-name.ts';
import { presetRemoved, presetSaved } from '../../events/trend-texts.ts';
import { MOST_PRESETS, type PresetBook, type PresetOutcome } from '../../trends/preset-book.ts';
import { by, type Caller, type Outlet, type ParsedInput, RequestError } from '../handlers.ts';
import type { StationParts } from '../station-parts.ts';

type Parts = Pick<StationParts, 'presets' | 'events' | 'describe'>;

export async function savePreset(
  parts: Parts,
  { name, ...order }: ParsedInput<'presets.save'>,
  caller: Caller,
): Promise<TrendPreset> {
  const outcome = done(parts, await parts.presets.save({ ...order, name: rightName(name) }));
  parts.events.add('operation', 'trends', presetSaved(outcome.preset, outcome.before), by(order.who, caller));
  return outcome.preset;
}

export async function renamePreset(
  parts: Parts,
  { name, ...order }: ParsedInput<'presets.rename'>,
  caller: Caller,
): Promise<TrendPreset> {
  const outcome = done(parts, await parts.presets.rename({ ...order, name: rightName(name) }));
  parts.events.add('operation', 'trends', presetSaved(outcome.preset, outcome.before), by(order.who, caller));
  return outcome.preset;
}

export async function removePreset(
  parts: Parts,
  { who, ...seen }: ParsedInput<'presets.remove'>,
  caller: Caller,
): Promise<null> {
  const { preset } = done(parts, await parts.presets.remove(seen));
  parts.events.add('operation', 'trends', presetRemoved(preset, who), by(who, caller));
  return null;
}

const NAME_PROBLEMS: Readonly<Record<NameProblem, Text>> = {
  empty: { zh: '预设名称为空。', en: 'The preset has no name.' },
  'too-long': { zh: '预设名称超过 40 个字符。', en: 'The name has more than 40 characters.' },
  'no-letters': { zh: '预设名称中没有文字或数字。', en: 'There is no letter and no digit in the name.' },
  control: { zh: '预设名称含控制字符。', en: 'There are control characters in the name.' },
};

function rightName(typed: string): string {
  const name = presetName(typed);
  const problem = presetNameProblem(name);
  if (problem === null) return name;
  const { zh, en } = NAME_PROBLEMS[problem];
  throw new RequestError(
    'bad-input',
    { message: en, hint: 'Give a name of up to 40 characters.' },
    { message: zh, hint: '请输入不超过 40 个字符的名称。' },
  );
}

function done({ describe }: Parts, outcome: PresetOutcome): Extract<PresetOutcome, { kind: 'done' }> {
  if (outcome.kind === 'done') return outcome;
  throw 'preset' in outcome ? ofAnother(outcome, describe().timeZone) : cannot(outcome.kind);
}

function ofAnother(
  { kind, preset }: Extract<PresetOutcome, { kind: 'taken' | 'changed' | 'of-project' }>,
  timeZone: string,
): RequestError {
  const { name, who, at } = preset;
  if (kind === 'of-project') {
    return new RequestError(
      'not-possible',
      { message: `“${name.en}” belongs to the project and is not changed.`, hint: 'Save under another name.' },
      { message: `“${name.zh}”属于工程，不能更改。`, hint: '请另存为其他名称。' },
    );
  }
  const clock = zoneClock(timeZone).at(at ?? 0);
  const when = `${clock.date} ${clock.time}`;
  const en = kind === 'taken' ? 'There is a preset' : 'Somebody has changed the preset';
  const zh = kind === 'taken' ? '已有预设' : '预设已被更改：';
  return new RequestError(
    'not-possible',
    {
      message: `${en} “${name.en}”, saved by ${who} at ${when}.`,
      hint: 'Look at it; then replace it or choose another name.',
    },
    { message: `${zh}“${name.zh}”，${who} 于 ${when} 保存。`, hint: '请先查看，再改写或换一个名称。' },
  );
}

const CANNOT: Readonly<Record<'unknown' | 'too-many' | 'not-kept', { readonly what: Text; readonly hint: Text }>> = {
  unknown: {
    what: { zh: '没有此预设。', en: 'There is no such preset any more.' },
    hint: { zh: '请在列表中重新选择。', en: 'Choose another one from the list.' },
  },
  'too-many': {
    what: { zh: `预设已达 ${MOST_PRESETS} 个。`, en: `There are ${MOST_PRESETS} presets already.` },
    hint: { zh: '请先删除不用的预设。', en: 'Remove some that nobody uses.' },
  },
  'not-kept': {
    what: { zh: '预设无法写入磁盘，未作更改。', en: 'The presets cannot be written to the disk; nothing has changed.' },
    hint: { zh: '请清理磁盘空间后重试。', en: 'Make room on the disk and try again.' },
  },
};

function cannot(kind: keyof typeof CANNOT): RequestError {
  const { what, hint } = CANNOT[kind];
  return new RequestError('not-possible', { message: what.en, hint: hint.en }, { message: what.zh, hint: hint.zh });
}

/** The whole list, now and after each change: it is short. */
export class PresetOutlet implements Outlet<readonly TrendPreset[]> {
  readonly pauseMs = 100;
  readonly #book: Pick<PresetBook, 'all' | 'subscribe'>;
  readonly #unsubscribe: () => void;
  #hasNews = true;

  constructor(book: Pick<PresetBook, 'all' | 'subscribe'>, wake: () => void) {
    this.#book = book;
    this.#unsubscribe = book.subscribe(() => {
      this.#hasNews = true;
      wake();
    });
    wake();
  }

  take(): readonly TrendPreset[] | null {
    if (!this.#hasNews) return null;
    this.#hasNews = false;
    return this.#book.all;
  }

  close(): void {
    this.#unsubscribe();
  }
}
