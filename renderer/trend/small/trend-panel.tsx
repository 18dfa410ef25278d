/**
 * The live trend of one value: non-modal, beside the value it was opened from and never over it. Last hour from the host's
 * memory, then live. Esc closes. The header shows the value in its quality, by the same rules as the mimic.
 */
import 'uplot/dist/uPlot.min.css';
import { type ReactNode, type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { Annotation } from '../../../shared/model/annotation.ts';
import type { TagLimits } from '../../../shared/model/tag.ts';
import { fill } from '../../../shared/text/catalog.ts';
import { zoneClock } from '../../../shared/time/zone.ts';
import { formatNumber, NO_VALUE } from '../../../shared/units/format.ts';
import { type Target, useObservable, useSession, useTexts } from '../../store/session.ts';
import { qualityWords } from '../../ui/detail-rows.ts';
import { placeBeside } from '../../ui/placement.ts';
import { Reading, useHandleLook } from '../../ui/reading.tsx';
import { AnnotationLines } from '../annotations/svg-flags.tsx';
import { useRecentAnnotations } from '../annotations/use-annotations.ts';
import { openInTrends } from '../pens/use-pens.ts';
import { demoSeen, trendData, valueAxis, windowMinutes } from './trend-series.ts';
import { type ChartFeed, useSmallChart } from './use-small-chart.ts';

export function TrendPanel(): ReactNode {
  const target = useObservable(useSession().trended);
  return target === null ? null : <OpenTrend key={target.tag} target={target} />;
}

interface CursorPoint {
  readonly time: number;
  readonly value: number | null;
}

type LoadState = 'loading' | 'ready' | 'failed' | 'empty';

function OpenTrend({ target }: { readonly target: Target }): ReactNode {
  const session = useSession();
  const { texts, pick } = useTexts();
  const model = useObservable(session.station.model);
  const look = useHandleLook(target.handle);
  const panel = useRef<HTMLElement>(null);
  const [cursor, setCursor] = useState<CursorPoint | null>(null);
  const tag = model?.byName.get(target.tag);
  const decimals = tag?.decimals ?? target.decimals ?? 0;
  const unit = tag?.unit ?? target.unit ?? '';
  const timeZone = model?.description.timeZone ?? 'UTC';
  const close = (): void => session.trended.set(null);
  const notes = useRecentAnnotations(tag?.name ?? null);
  const { host, state, minutes, demoUntil } = useChart(target, setCursor, notes);
  usePlacement(panel, target);
  useEscape(target);
  const isDerived = tag === undefined;
  const isLive = look.kind !== 'stale' && look.kind !== 'bad';
  const description = tag?.description ?? target.caption;
  const name = isDerived ? texts.tip.expression : target.tag;
  return (
    <section
      className="trend"
      ref={panel}
      data-testid="trend"
      data-tag={target.tag}
      aria-label={`${texts.trend.title} ${name}`}
    >
      <header>
        <div className="trend-id">
          <b>{name}</b>
          <span>{description === undefined ? '' : pick(description)}</span>
        </div>
        <div className="trend-value">
          <Reading look={look} decimals={decimals} unit={unit} testId="trend-value" />
        </div>
        {isDerived ? null : (
          <button
            type="button"
            className="trend-open"
            data-testid="trend-open"
            onClick={() => openInTrends(session, target.tag)}
          >
            {texts.trends.openHere} <kbd>F8</kbd>
          </button>
        )}
        <button
          type="button"
          className="trend-close"
          aria-label={texts.trend.close}
          data-testid="trend-close"
          onClick={close}
        >
          <svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true">
            <path d="M2 2L14 14M14 2L2 14" />
          </svg>
        </button>
      </header>
      <p className="trend-sub">
        <span className={isLive ? 'trend-live' : 'trend-live is-held'} data-testid="trend-live">
          {look.isLinkLost ? texts.linkLost : isLive ? texts.trend.live : texts.trend.notLive}
        </span>
        <span>{fill(texts.trend.window, { minutes: String(minutes) })}</span>
        <span>{qualityWords(look, texts)}</span>
        {demoUntil === null ? null : (
          <b data-testid="trend-demo">
            {fill(texts.trend.demoUntil, { time: zoneClock(timeZone).at(demoUntil).time })}
          </b>
        )}
        <span className="trend-unit">{unit}</span>
      </p>
      <div className="trend-plot" ref={host} data-testid="trend-plot" data-state={state}>
        {state === 'ready' ? null : (
          <p className="trend-note">
            <span>
              {state === 'loading' ? texts.trend.loading : state === 'failed' ? texts.trend.failed : texts.trend.noData}
            </span>
          </p>
        )}
      </div>
      <AnnotationLines annotations={notes} />
      <p className="trend-cursor" data-testid="trend-cursor">
        {cursor === null
          ? ''
          : `${texts.trend.cursor} ${zoneClock(timeZone).at(cursor.time).time}  ${
              cursor.value === null ? NO_VALUE : formatNumber(cursor.value, decimals)
            } ${unit}`}
      </p>
    </section>
  );
}

const NO_LIMITS: TagLimits = {};

/** The last hour of the series, drawn anew every second. */
function useChart(target: Target, onCursor: (at: CursorPoint | null) => void, notes: readonly Annotation[]) {
  const session = useSession();
  const tag = useObservable(session.station.model)?.byName.get(target.tag);
  const host = useRef<HTMLDivElement>(null);
  const [state, setState] = useState<LoadState>('loading');
  const [minutes, setMinutes] = useState(60);
  const [demoUntil, setDemoUntil] = useState<number | null>(null);
  const limits = tag?.limits ?? NO_LIMITS;
  const feed = useCallback<ChartFeed>(
    (chart, element) => {
      const draw = (): void => {
        const to = session.client.stationNow();
        const { series } = watched;
        const kind = session.look(target.handle).kind;
        const isLive = kind !== 'stale' && kind !== 'bad';
        const span = windowMinutes(series, to);
        const from = to - span * 60_000;
        setMinutes(span);
        setDemoUntil(demoSeen(series, from));
        const data = trendData(series, { from, to, columns: element.clientWidth, isLive });
        const hasValue = data.v.some(value => value !== null);
        setState(series.state === 'ready' || hasValue ? (hasValue ? 'ready' : 'empty') : series.state);
        const axis = valueAxis({ values: data.v, low: tag?.low ?? null, high: tag?.high ?? null, limits });
        chart.show(data, [from, to], axis);
      };
      const watched = session.recent.watch(target.tag, target.handle, draw);
      draw();
      const offSecond = session.second.subscribe(draw);
      return () => {
        offSecond();
        watched.release();
      };
    },
    [session, target, tag, limits],
  );
  useSmallChart({
    host,
    notes,
    feed,
    limits,
    onCursor,
    scale: useTextScale(host),
    decimals: tag?.decimals ?? target.decimals ?? 0,
    stepped: tag === undefined || tag.signalClass === 'DI' || tag.signalClass === 'DO',
  });
  return { host, state, minutes, demoUntil };
}

/** How much larger than 13 px the panel's text is in this window. */
function useTextScale(host: RefObject<HTMLElement | null>): number {
  const [scale, setScale] = useState(1);
  useLayoutEffect(() => {
    const measure = (): void => {
      if (host.current !== null) setScale(Number.parseFloat(getComputedStyle(host.current).fontSize) / 13);
    };
    measure();
    window.addEventListener('resize', measure);
    return () => window.removeEventListener('resize', measure);
  }, [host]);
  return scale;
}

/** Keeps the panel beside its value, also when the window changes, and rings the value it belongs to. */
function usePlacement(panel: RefObject<HTMLElement | null>, target: Target): void {
  useLayoutEffect(() => {
    const place = (): void => {
      const element = panel.current;
      if (element === null) return;
      const { width, height } = element.getBoundingClientRect();
      const view = document.querySelector('.view')?.getBoundingClientRect();
      const top = view?.top ?? 0;
      const left = view?.left ?? 0;
      const at = placeBeside({
        anchor: target.element.getBoundingClientRect(),
        panel: { width, height },
        area: {
          left: left + 8,
          top: top + 8,
          width: window.innerWidth - left - 16,
          height: window.innerHeight - top - 16,
        },
        gap: 14,
        sides: ['right', 'left', 'below', 'above'],
      });
      element.style.left = `${at.left}px`;
      element.style.top = `${at.top}px`;
    };
    place();
    target.element.classList.add('is-open');
    window.addEventListener('resize', place);
    // Captured, because it is the view inside the window that scrolls.
    window.addEventListener('scroll', place, true);
    return () => {
      window.removeEventListener('resize', place);
      window.removeEventListener('scroll', place, true);
      target.element.classList.remove('is-open');
    };
  }, [panel, target]);
}

/** Esc closes and gives the focus back to the value. */
function useEscape(target: Target): void {
  const session = useSession();
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.key !== 'Escape' || event.isComposing) return;
      session.trended.set(null);
      const { element } = target;
      if (element instanceof SVGElement || element instanceof HTMLElement) element.focus();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [session, target]);
}
