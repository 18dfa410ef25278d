/** `interlocks.json`: causes and effects, optional. Every expression, tag and effect that a cause names is checked. */
import {
  type Cause,
  type InterlockFile,
  type InterlockGroup,
  interlockFileSchema,
  interlockGroupSchema,
} from '../../../shared/support/interlock.ts';
import { listOf, readDocument, type Source } from '../document.ts';
import type { ProblemList } from '../problem.ts';
import { checkBinding, type Known } from '../references.ts';
import { uniqueIds } from './unique-ids.ts';

type Path = readonly PropertyKey[];

interface Context {
  readonly document: Source;
  readonly known: Known;
}

/** Null when the file cannot be used. */
export function readInterlocksFile(
  file: string,
  source: string,
  { known, problems }: { known: Known; problems: ProblemList },
): InterlockFile | null {
  const document = readDocument(file, source, problems);
  if (document === null) return null;
  const whole = document.check<InterlockFile>(interlockFileSchema);
  const unique = uniqueIds(document, { zh: '组', en: 'group' });
  // What is wrong with one group has been said above; the others are checked all the same.
  listOf(document.data, 'groups').forEach((raw, i) => {
    const group = interlockGroupSchema.safeParse(raw).data;
    if (group === undefined) return;
    unique(group.id, ['groups', i, 'id']);
    checkGroup(group, ['groups', i], { document, known });
  });
  return whole;
}

function checkGroup({ effects, causes }: InterlockGroup, path: Path, context: Context): void {
  const { document } = context;
  const uniqueEffect = uniqueIds(document, { zh: '结果', en: 'effect' });
  effects.forEach(({ id, when }, i) => {
    uniqueEffect(id, [...path, 'effects', i, 'id']);
    if (when !== undefined) checkBinding(when, [...path, 'effects', i, 'when'], context);
  });
  const uniqueCause = uniqueIds(document, { zh: '原因', en: 'cause' });
  const known = effects.map(({ id }) => id);
  causes.forEach((cause, i) => {
    const at = [...path, 'causes', i];
    uniqueCause(cause.id, [...at, 'id']);
    checkCause(cause, at, context);
    cause.effects.forEach((effect, j) => {
      if (!known.includes(effect)) unknownEffect(effect, { path: [...at, 'effects', j], known, document });
    });
  });
}

function checkCause({ when, bypass, tags }: Cause, path: Path, context: Context): void {
  if (when !== undefined) checkBinding(when, [...path, 'when'], context);
  if (bypass !== undefined) checkBinding(bypass, [...path, 'bypass'], context);
  tags.forEach((tag, i) => checkBinding(tag, [...path, 'tags', i], context));
}

function unknownEffect(
  effect: string,
  { path, known, document }: { path: Path; known: readonly string[]; document: Source },
): void {
  document.complain(
    path,
    { zh: `结果 "${effect}" 不存在`, en: `there is no effect "${effect}"` },
    { zh: `本组的结果：${known.join(', ')}`, en: `the effects of the group are ${known.join(', ')}` },
  );
}
