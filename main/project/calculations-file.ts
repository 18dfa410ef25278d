/** `calculations.yaml`: how each calculated tag gets its value, or what it still needs before it can have one. */
import { z } from 'zod';
import { referencesOf } from '../../shared/expr/parse.ts';
import { readDocument, type Source } from './document.ts';
import type { ProblemList } from './problem.ts';
import { checkExpression, type Known } from './references.ts';
import type { TagRow } from './tags-file.ts';
import type { Calculation } from './types.ts';

const entrySchema = z.union([
  z.strictObject({ expression: z.string().min(1) }),
  z.strictObject({ notConfigured: z.strictObject({ zh: z.string().min(1), en: z.string().min(1) }) }),
]);
const schema = z.record(z.string(), entrySchema).meta({
  form: {
    zh: '一组 "位号: 算法"，没有计算位号时写 {}',
    en: 'a mapping of calculated tags to their calculations, {} when there are none',
  },
});

export function readCalculationsFile(
  file: string,
  source: string,
  context: { tags: readonly TagRow[]; known: Known; problems: ProblemList },
): readonly Calculation[] {
  const document = readDocument(file, source, context.problems);
  if (document === null) return [];
  document.check(schema);
  const { data } = document;
  if (typeof data !== 'object' || data === null || Array.isArray(data)) return [];
  const calculated = new Map(context.tags.filter(t => t.tag.signalClass === 'CALC').map(t => [t.tag.name, t]));
  for (const [name, { row }] of calculated) {
    if (name === '' || Object.hasOwn(data, name)) continue;
    row.complain(
      'name',
      { zh: `计算位号 "${name}" 没有算法`, en: `calculated tag "${name}" has no calculation` },
      { zh: `在 ${file} 中给出 expression 或 notConfigured`, en: `give it an expression or notConfigured in ${file}` },
    );
  }
  const reads = new Map<string, readonly string[]>();
  const calculations = Object.entries(data).flatMap(([tag, raw]: [string, unknown]): Calculation[] => {
    if (!calculated.has(tag) && context.known.tags !== null) {
      document.complain(
        [tag],
        { zh: `"${tag}" 不是计算位号`, en: `"${tag}" is not a calculated tag` },
        { zh: 'tags.csv 中须有该位号且 class 为 CALC', en: 'tags.csv must have it with class CALC' },
      );
    }
    // What is wrong with one entry has been said above; the others are checked all the same.
    const entry = entrySchema.safeParse(raw).data;
    if (entry === undefined) return [];
    if ('notConfigured' in entry) return [{ tag, kind: 'not-configured', needs: entry.notConfigured }];
    const expression = checkExpression(entry.expression, context.known, (what, right) =>
      document.complain([tag, 'expression'], what, right),
    );
    reads.set(
      tag,
      expression === null ? [] : referencesOf(expression).flatMap(r => (r.kind === 'tag' ? [r.name] : [])),
    );
    return [{ tag, kind: 'expression', expression: entry.expression }];
  });
  checkCycles(document, reads);
  return calculations;
}

function checkCycles(document: Source, reads: ReadonlyMap<string, readonly string[]>): void {
  const done = new Set<string>();
  const visit = (tag: string, path: readonly string[]): void => {
    if (path.includes(tag)) {
      const cycle = [...path.slice(path.indexOf(tag)), tag].join(' → ');
      document.complain(
        [tag],
        { zh: `循环引用：${cycle}`, en: `calculations form a circle: ${cycle}` },
        { zh: '去掉其中一个引用', en: 'remove one of these references' },
      );
      return;
    }
    if (done.has(tag)) return;
    for (const next of reads.get(tag) ?? []) visit(next, [...path, tag]);
    done.add(tag);
  };
  for (const tag of reads.keys()) visit(tag, []);
}
