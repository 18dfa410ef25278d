/** What was kept around one call of priority 1 or 2: the minute before and after it, of its tag and of what belongs to it. */
import { type ReactNode, useEffect, useRef, useState } from 'react';
import type { AlarmContext } from '../../../../shared/model/alarm-journal.ts';
import type { TagDefinition } from '../../../../shared/model/tag.ts';
import { formatNumber } from '../../../../shared/units/format.ts';
import { CallError } from '../../../host/call-book.ts';
import { niceRange, type Scale } from '../../../mimic/scale.ts';
import { useObservable, useSession, useTexts } from '../../../store/session.ts';
import { TagName } from '../../../ui/tag-value.tsx';
import { linePath } from '../trend/card-line.ts';
import { useDrawnWidth } from '../use-drawn-width.ts';
import { type ContextStrip, contextStrips } from './context-strips.ts';

/** While the minute after the call is not over it is asked for again so often, ms. */
const AGAIN_MS = 5_000;

type Found = AlarmContext | 'loading' | 'none' | 'failed';

function useContextOf(sequence: number): Found {
  const { client } = useSession();
  const [found, setFound] = useState<Found>('loading');
  useEffect(() => {
    const giveUp = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const read = async (): Promise<void> => {
      try {
        const context = await client.call('alarms.context', { sequence }, { signal: giveUp.signal });
        if (giveUp.signal.aborted) return;
        setFound(context ?? 'none');
        if (context?.isComplete === false) timer = setTimeout(() => void read(), AGAIN_MS);
      } catch (error) {
        if (!(error instanceof CallError)) throw error;
        if (!giveUp.signal.aborted) setFound('failed');
      }
    };
    void read();
    return () => {
      giveUp.abort();
      clearTimeout(timer);
    };
  }, [client, sequence]);
  return found;
}

interface ContextProps {
  /** Number of the row of the call. */
  readonly sequence: number;
  /** Instant of the call, epoch ms. */
  readonly at: number;
}

export function ActivationContext({ sequence, at }: ContextProps): ReactNode {
  const words = useTexts().texts.alarms;
  const found = useContextOf(sequence);
  if (typeof found === 'string') {
    const text = { loading: words.loading, none: words.card.contextNone, failed: words.journal.failed }[found];
    return <p className="dim">{text}</p>;
  }
  return (
    <div className="context-strips" data-testid={`context:${sequence}`} data-complete={found.isComplete}>
      <p className="section-name context-head">
        <span>
          {words.card.context} {found.isComplete ? null : <em>{words.card.contextRunning}</em>}
        </span>
        <em>{words.card.contextAtCall}</em>
        <em>{words.card.contextRange}</em>
      </p>
      {contextStrips(found, at).map(strip => (
        <Strip key={strip.tag} strip={strip} span={found} at={at} />
      ))}
    </div>
  );
}

interface StripProps {
  readonly strip: ContextStrip;
  readonly span: Pick<AlarmContext, 'from' | 'to'>;
  readonly at: number;
}

function Strip({ strip, span, at }: StripProps): ReactNode {
  const { pick } = useTexts();
  const tag = useObservable(useSession().station.model)?.byName.get(strip.tag);
  const decimals = tag?.decimals ?? 0;
  const { range } = strip;
  const text = (value: number | null): string => formatNumber(value, decimals);
  return (
    <div className="context-strip" title={tag === undefined ? strip.tag : pick(tag.description)}>
      {tag === undefined ? <span>{strip.tag}</span> : <TagName tag={tag} />}
      <Line strip={strip} span={span} at={at} tag={tag} />
      <span className="r v">
        {text(strip.atCall)} <em>{tag?.unit ?? ''}</em>
      </span>
      <span className="r dim">{range === null ? '–' : `${text(range[0])} … ${text(range[1])}`}</span>
    </div>
  );
}

/** Noise must not fill a strip: less than this share of the tag's own range is never spread over it. */
const LEAST_SHARE = 0.02;

function shownRange({ range }: ContextStrip, tag: TagDefinition | undefined): readonly [number, number] {
  const [low, high] = range ?? [0, 1];
  const least = LEAST_SHARE * ((tag?.high ?? 0) - (tag?.low ?? 0));
  const air = Math.max(0, least - (high - low)) / 2;
  return [low - air, high + air];
}

const LINE = { height: 26, top: 2, bottom: 24 } as const;

/** The line over the span; the upright line is the call. */
function Line({
  strip,
  span: { from, to },
  at,
  tag,
}: StripProps & { readonly tag: TagDefinition | undefined }): ReactNode {
  const box = useRef<HTMLDivElement>(null);
  const width = useDrawnWidth(box);
  const [low, high] = niceRange(...shownRange(strip, tag));
  const scale: Scale = { low, high, from: LINE.bottom, to: LINE.top };
  const moment = ((at - from) / (to - from)) * width;
  const path = linePath(
    { ...strip, isLive: true },
    { from, to, x: 0, width, scale, isStepped: tag?.isStepped ?? false },
  );
  return (
    <div ref={box}>
      <svg className="context-line" viewBox={`0 0 ${width} ${LINE.height}`} aria-hidden="true">
        <rect className="plot" width={width} height={LINE.height} />
        <path className="alarm-moment" d={`M${moment} 0V${LINE.height}`} />
        <path className="spark" d={path} />
      </svg>
    </div>
  );
}
