/**
 * The I/O list: every signal of the station with where it comes from, what the device sent and what became of it. Virtualised: of
 * 10,000 rows those in sight are in the page, and only their values are asked for. Arrows move, Enter opens the trend, G the screen.
 */
import { type KeyboardEvent, type ReactNode, type RefObject, useMemo, useRef, useState } from 'react';
import type { TagDefinition, TagReading } from '../../../shared/model/tag.ts';
import { isPlainKey } from '../../alarms/desk/use-keys.ts';
import { showObject, soughtOfTag } from '../../navigation/show-object.ts';
import { useObservable, useSession, useTexts } from '../../store/session.ts';
import { usePolled } from '../../store/use-polled.ts';
import { openInTrends } from '../../trend/pens/use-pens.ts';
import { placesOf, type RowPlaces, scrollTo, windowOf } from '../../ui/rows/row-window.ts';
import { useRowHeight, useSight } from '../../ui/rows/use-sight.ts';
import { SignalFilterBar } from './signal-filter.tsx';
import { SignalRow } from './signal-row.tsx';
import { ALL_SIGNALS, type SignalOrder } from './signals.ts';
import { useSignals } from './use-signals.ts';

const ROW_HEIGHT = 36;
const SPARE_PX = 200;

export function SignalList(): ReactNode {
  const [filter, setFilter] = useState(ALL_SIGNALS);
  const [order, setOrder] = useState<SignalOrder>('project');
  const { texts } = useTexts();
  const signals = useSignals(filter, order);
  return (
    <section className="signals" data-testid="signals">
      <SignalFilterBar filter={filter} onFilter={setFilter} shown={signals.length} />
      <ColumnNames order={order} onOrder={setOrder} />
      {signals.length === 0 ? <p className="signals-none">{texts.support.io.none}</p> : <Rows signals={signals} />}
    </section>
  );
}

interface HeadProps {
  readonly order: SignalOrder;
  readonly onOrder: (order: SignalOrder) => void;
}

function ColumnNames({ order, onOrder }: HeadProps): ReactNode {
  const { io } = useTexts().texts.support;
  const names = io.column;
  const sorted = (name: SignalOrder, label: string): ReactNode => (
    <button
      type="button"
      aria-pressed={order === name}
      title={io.sort}
      data-testid={`sort:${name}`}
      onClick={() => onOrder(order === name ? 'project' : name)}
    >
      {label} {order === name ? '▾' : '↕'}
    </button>
  );
  return (
    <div className="signal-row signal-names">
      <span>{sorted('tag', names.tag)}</span>
      <span>{names.name}</span>
      <span className="c-class">{names.signalClass}</span>
      <span className="c-address">{sorted('address', names.address)}</span>
      <span className="r c-raw">{names.raw}</span>
      <span className="r">{names.value}</span>
      <span>{names.unit}</span>
      <span>{names.quality}</span>
      <span className="c-time">{names.time}</span>
      <span className="r c-age">{names.age}</span>
      <span className="c-limits">{names.limits}</span>
      <span>{names.override}</span>
      <span />
    </div>
  );
}

function Rows({ signals }: { readonly signals: readonly TagDefinition[] }): ReactNode {
  const { texts } = useTexts();
  const scroller = useRef<HTMLDivElement>(null);
  const rowHeight = useRowHeight();
  const places = useMemo(() => placesOf(signals.map(() => rowHeight(ROW_HEIGHT))), [signals, rowHeight]);
  const sight = useSight(scroller);
  const [from, to] = windowOf(places, sight, SPARE_PX);
  const [current, setCurrent] = useState<string | null>(null);
  const shown = signals.slice(from, to);
  const readings = useReadings(shown);
  const onKeyDown = useRowKeys({ signals, current, places, scroller, onCurrent: setCurrent });
  return (
    <div
      ref={scroller}
      className="signal-scroll"
      role="grid"
      aria-label={texts.support.tab.io}
      aria-rowcount={signals.length}
      aria-activedescendant={current === null ? undefined : `signal-${current}`}
      tabIndex={0}
      data-testid="signal-rows"
      onKeyDown={onKeyDown}
    >
      <div className="signal-canvas" style={{ height: places.total }}>
        {shown.map((tag, i) => (
          <SignalRow
            key={tag.name}
            tag={tag}
            reading={readings.get(tag.name)}
            top={places.tops[from + i] ?? 0}
            isCurrent={tag.name === current}
            onCurrent={setCurrent}
          />
        ))}
      </div>
    </div>
  );
}

/** Raw values are told by no stream: asked once a second for the rows in sight. Nobody has kept those of a replay. */
function useReadings(shown: readonly TagDefinition[]): ReadonlyMap<string, TagReading> {
  const polled = usePolled('tags.read', { tags: shown.map(({ name }) => name) });
  const isReplay = useObservable(useSession().replay.state) !== null;
  return useMemo(
    () => new Map(isReplay ? [] : polled.value?.map(reading => [reading.tag, reading])),
    [polled.value, isReplay],
  );
}

interface RowKeys {
  readonly signals: readonly TagDefinition[];
  readonly current: string | null;
  readonly places: RowPlaces;
  readonly scroller: RefObject<HTMLDivElement | null>;
  readonly onCurrent: (tag: string) => void;
}

const PAGE = 20;
const STEPS: Readonly<Record<string, (at: number, count: number) => number>> = {
  ArrowDown: at => at + 1,
  ArrowUp: at => at - 1,
  PageDown: at => at + PAGE,
  PageUp: at => at - PAGE,
  Home: () => 0,
  End: (_at, count) => count - 1,
};

function useRowKeys({ signals, current, places, scroller, onCurrent }: RowKeys): (event: KeyboardEvent) => void {
  const session = useSession();
  return event => {
    if (!isPlainKey(event.nativeEvent)) return;
    const at = signals.findIndex(({ name }) => name === current);
    const tag = signals[at];
    const step = STEPS[event.key];
    if (step !== undefined) {
      const next = Math.max(0, Math.min(signals.length - 1, at < 0 ? 0 : step(at, signals.length)));
      const name = signals[next]?.name;
      if (name !== undefined) onCurrent(name);
      const box = scroller.current;
      if (box !== null) box.scrollTop = scrollTo(places, next, { scrollTop: box.scrollTop, height: box.clientHeight });
    } else if (tag !== undefined && event.key === 'Enter' && event.target === event.currentTarget) {
      openInTrends(session, tag.name);
    } else if (tag !== undefined && event.key.toLowerCase() === 'g') {
      if (!showObject(session, soughtOfTag(tag))) {
        session.alarms.desk.tell({ zh: `${tag.name}：没有画面`, en: `${tag.name} is on no screen` });
      }
    } else return;
    event.preventDefault();
  };
}
