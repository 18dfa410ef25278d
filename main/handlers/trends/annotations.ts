/** `annotations.*`: what people note at tags and times. A refusal says what there is now and whose it is. */
import type { Annotation, AnnotationPage } from '../../../shared/model/annotation.ts';
import type { AnnotationNews } from '../../../shared/rpc/trend-contract.ts';
import { zoneClock } from '../../../shared/time/zone.ts';
import { annotationText } from '../../events/trend-texts.ts';
import type { AnnotationBook, AnnotationOutcome } from '../../trends/annotation-book.ts';
import { checkSpan, filterOf } from '../asked-rows.ts';
import { by, type Caller, type Outlet, type ParsedInput, RequestError } from '../handlers.ts';
import { checkKnown } from '../history/question.ts';
import type { StationParts } from '../station-parts.ts';

type Parts = Pick<StationParts, 'annotations' | 'catalogue' | 'historian' | 'events' | 'describe'>;

export async function searchAnnotations(
  { annotations }: Pick<Parts, 'annotations'>,
  { limit, ...filter }: ParsedInput<'annotations.search'>,
  signal: AbortSignal,
): Promise<AnnotationPage> {
  checkSpan(filter);
  return await annotations.search(filterOf(filter), limit, signal);
}

export async function addAnnotation(
  parts: Parts,
  { who, ...note }: ParsedInput<'annotations.add'>,
  caller: Caller,
): Promise<Annotation> {
  checkKnown(parts, [note.tag]);
  return told(parts, await parts.annotations.add(note, { who, where: caller.where }), caller);
}

export async function editAnnotation(
  parts: Parts,
  { who, text, ...seen }: ParsedInput<'annotations.edit'>,
  caller: Caller,
): Promise<Annotation> {
  return told(parts, await parts.annotations.edit(seen, text, { who, where: caller.where }), caller);
}

export async function removeAnnotation(
  parts: Parts,
  { who, ...seen }: ParsedInput<'annotations.remove'>,
  caller: Caller,
): Promise<Annotation> {
  return told(parts, await parts.annotations.remove(seen, { who, where: caller.where }), caller);
}

/** The event of what was done; throws what was refused. */
function told({ events, catalogue, describe }: Parts, outcome: AnnotationOutcome, caller: Caller): Annotation {
  if (outcome.kind !== 'done') throw refused(outcome, describe().timeZone);
  const { annotation, before } = outcome;
  const { tag, who, at } = annotation;
  const handle = catalogue.handleOf(tag);
  const area = handle === undefined ? undefined : catalogue.tags[handle]?.area;
  events.add('operation', tag, annotationText(annotation, before, stationTime(at, describe().timeZone)), {
    ...{ tag, ...by(who, caller) },
    ...(area === undefined ? {} : { area }),
  });
  return annotation;
}

function stationTime(at: number, timeZone: string): string {
  const { date, time } = zoneClock(timeZone).at(at);
  return `${date} ${time}`;
}

function refused(outcome: Exclude<AnnotationOutcome, { kind: 'done' }>, timeZone: string): RequestError {
  if (outcome.kind === 'changed') {
    const { who, text, writtenAt, isRemoved } = outcome.newest;
    const at = stationTime(writtenAt, timeZone);
    const [zh, en] = isRemoved ? ['删除', 'removed'] : ['修改', 'changed'];
    return new RequestError(
      'not-possible',
      {
        message: `${who} has ${en} this annotation at ${at}: ${text}`,
        hint: 'Look at what it says now and try again.',
      },
      { message: `${who} 已于 ${at} ${zh}此注释：${text}`, hint: '请查看当前内容后重试。' },
    );
  }
  if (outcome.kind === 'unknown') {
    return new RequestError(
      'not-possible',
      { message: 'There is no such annotation.', hint: 'annotations.search gives those that there are.' },
      { message: '没有此注释。', hint: '用 annotations.search 查看现有注释。' },
    );
  }
  return new RequestError(
    'not-possible',
    { message: 'The annotation cannot be written to the disk.', hint: 'Make room on the disk and try again.' },
    { message: '注释无法写入磁盘。', hint: '请清理磁盘空间后重试。' },
  );
}

/** Tells that there is something new, not what: whoever shows a span asks for it, and a slow client misses nothing. */
export class AnnotationOutlet implements Outlet<AnnotationNews> {
  readonly pauseMs = 100;
  readonly #book: Pick<AnnotationBook, 'revision' | 'subscribe'>;
  readonly #unsubscribe: () => void;
  #sent: number | null = null;

  constructor(book: Pick<AnnotationBook, 'revision' | 'subscribe'>, wake: () => void) {
    this.#book = book;
    this.#unsubscribe = book.subscribe(wake);
    wake();
  }

  take(): AnnotationNews | null {
    const { revision } = this.#book;
    if (revision === this.#sent) return null;
    this.#sent = revision;
    return { revision };
  }

  close(): void {
    this.#unsubscribe();
  }
}
