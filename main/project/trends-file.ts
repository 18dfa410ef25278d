/** `trends.json`: trend presets that come with the project; a project without the file has none. They can be shown and not changed. */
import { z } from 'zod';
import type { TrendPreset } from '../../shared/model/trend-preset.ts';
import { presetKey, presetName, presetNameProblem } from '../../shared/trend/preset-name.ts';
import { readDocument, type Source } from './document.ts';
import type { ProblemList } from './problem.ts';
import { isUnknownTag, type Known } from './references.ts';

const MOST_PENS = 8;
const HOUR_MS = 3_600_000;
const YEAR_H = 8_784;

const name = z.string().min(1).max(200);
const presetSchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/),
  name: z.strictObject({ zh: name, en: name }),
  /** by place, two to a plot; null leaves a place free */ tags: z
    .array(z.string().min(1).nullable())
    .min(1)
    .max(MOST_PENS),
  span_h: z.number().positive().max(YEAR_H),
});
const schema = z.strictObject({ presets: z.array(presetSchema).max(50) });
type Preset = z.output<typeof presetSchema>;

export function readTrendsFile(
  file: string,
  source: string,
  { known, problems }: { readonly known: Known; readonly problems: ProblemList },
): readonly TrendPreset[] {
  const document = readDocument(file, source, problems);
  const content = document?.check(schema) ?? null;
  if (document === null || content === null) return [];
  const taken = new Map<string, number>();
  content.presets.forEach((preset, i) => {
    checkNames(document, preset, { i, taken });
    checkTags(document, preset, { i, known });
  });
  return content.presets.map(presetOf);
}

function checkNames(
  document: Source,
  preset: Preset,
  { i, taken }: { readonly i: number; readonly taken: Map<string, number> },
): void {
  const keys = [`id ${preset.id}`, ...new Set([presetKey(preset.name.zh), presetKey(preset.name.en)])];
  for (const key of keys) {
    const first = taken.get(key);
    if (first !== undefined) {
      const line = document.lineOf(['presets', first]);
      document.complain(
        ['presets', i],
        { zh: '趋势预设的标识或名称重复', en: 'id or name of the trend preset appears twice' },
        { zh: `第 ${line} 行已有；标识和名称必须唯一`, en: `line ${line} has it already; ids and names are unique` },
      );
    }
    taken.set(key, first ?? i);
  }
  for (const language of ['zh', 'en'] as const) {
    if (presetNameProblem(presetName(preset.name[language])) === null) continue;
    document.complain(
      ['presets', i, 'name', language],
      { zh: `名称 "${preset.name[language]}" 不能用`, en: `"${preset.name[language]}" is no name for a preset` },
      { zh: '最多 40 个字符，含字母、汉字或数字', en: 'give up to 40 characters with a letter or a digit among them' },
    );
  }
}

function checkTags(
  document: Source,
  preset: Preset,
  { i, known }: { readonly i: number; readonly known: Known },
): void {
  preset.tags.forEach((tag, place) => {
    const isTwice = tag !== null && preset.tags.indexOf(tag) < place;
    if (tag === null || (!isTwice && !isUnknownTag(tag, known))) return;
    document.complain(
      ['presets', i, 'tags', place],
      isTwice
        ? { zh: `位号 "${tag}" 重复`, en: `tag "${tag}" appears twice` }
        : { zh: `位号 "${tag}" 不存在`, en: `there is no tag "${tag}"` },
      { zh: '写 tags.csv 中的位号，每个一次', en: 'name tags of tags.csv, each once' },
    );
  });
}

const presetOf = ({ id, name: title, tags, span_h }: Preset): TrendPreset => ({
  id: `project:${id}`,
  name: { zh: presetName(title.zh), en: presetName(title.en) },
  setup: {
    pens: Array.from({ length: MOST_PENS }, (_, slot) => {
      const tag = tags[slot] ?? null;
      return tag === null ? null : { tag, isHidden: false };
    }),
    spanMs: span_h * HOUR_MS,
  },
  version: 1,
  isOfProject: true,
  who: null,
  at: null,
});
