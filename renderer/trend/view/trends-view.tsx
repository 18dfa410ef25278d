/**
 * The trend screen (L4): up to eight pens in plots over one time axis, live or in history, with the figures of each at the cursors
 * below and the list of pens beside. What is chosen is the person's and is kept; what is drawn is the board's.
 */
import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import { useObservable, useSession, useTexts } from '../../store/session.ts';
import type { PairChoice } from '../../store/trend-setup.ts';
import { AnnotationFlags } from '../annotations/annotation-flags.tsx';
import { useBoardAnnotations } from '../annotations/use-annotations.ts';
import type { BoardPen } from '../board/pen-data.ts';
import { TrendBoard } from '../board/trend-board.ts';
import { PlotDrop } from '../drag/plot-drop.tsx';
import type { DrawnPair } from '../give/board-picture-file.ts';
import { PenList } from '../pens/pen-list.tsx';
import { PenSearch } from '../pens/pen-search.tsx';
import { type Pens, usePens } from '../pens/use-pens.ts';
import { useSetPoints } from '../pens/use-set-points.ts';
import { guessedPair } from '../xy/pair.ts';
import { XyPlot } from '../xy/xy-plot.tsx';
import { CursorTable } from './cursor-table.tsx';
import { Plots } from './plots.tsx';
import { Toolbar } from './toolbar.tsx';
import { TrendKeep } from './trend-keep.tsx';
import { type KeyPlaces, useTrendKeys } from './use-trend-keys.ts';

export function TrendsView(): ReactNode {
  const session = useSession();
  const { texts } = useTexts();
  const pens = usePens();
  const places = useKeyPlaces();
  const [board] = useState(() => new TrendBoard(session, texts));
  const [isBoxing, setIsBoxing] = useState(false);
  const chosen = useBoardPens(pens);
  const { pair, pick, toggle } = usePair(chosen);
  const drawn = useMemo(() => chosen.map(pen => onlyOf(pen, pair)), [chosen, pair]);
  useEffect(() => board.setPens(drawn), [board, drawn]);
  useEffect(() => board.setTexts(texts), [board, texts]);
  const page = useBoardAnnotations(
    board,
    drawn.map(({ tag }) => tag.name),
  );
  const drawnPair = useRef<DrawnPair | null>(null);
  useTrendKeys(board, places);
  return (
    <div className="trends" data-testid="trends">
      <section className={pair === null ? 'trends-main' : 'trends-main has-pair'}>
        <Toolbar
          board={board}
          places={places}
          tags={chosen.map(({ tag }) => tag.name)}
          isBoxing={isBoxing}
          onBoxing={setIsBoxing}
          hasPair={pair !== null}
          onPair={toggle}
        />
        {pair === null ? null : <XyPlot board={board} pens={chosen} pair={pair} shown={drawnPair} onPick={pick} />}
        <Plots board={board} hasPens={drawn.some(({ isHidden }) => !isHidden)} isBoxing={isBoxing}>
          <PlotDrop board={board} pens={pens} />
          <AnnotationFlags board={board} annotations={page.annotations} />
        </Plots>
        <CursorTable board={board} />
      </section>
      <aside className="trends-pens">
        <PenSearch input={places.search} onAdd={pens.add} />
        <PenList pens={pens} />
        <TrendKeep board={board} pens={pens} drawn={drawn} page={page} pair={drawnPair} />
      </aside>
    </div>
  );
}

function useKeyPlaces(): KeyPlaces {
  const search = useRef<HTMLInputElement>(null);
  const goTo = useRef<HTMLButtonElement>(null);
  const compare = useRef<HTMLButtonElement>(null);
  const plots = useRef<HTMLButtonElement>(null);
  const pair = useRef<HTMLButtonElement>(null);
  return useMemo(() => ({ search, goTo, compare, plots, pair }), []);
}

/** The chosen pens that this station has, with their set points. */
function useBoardPens(pens: Pens): readonly BoardPen[] {
  const model = useObservable(useSession().station.model);
  const setPoints = useSetPoints();
  return useMemo(
    () =>
      pens.set.flatMap((pen, slot) => {
        const tag = pen === null ? undefined : model?.byName.get(pen.tag);
        if (pen === null || tag === undefined) return [];
        const setPoint = model?.byName.get(setPoints.get(tag.name) ?? '');
        // On the axis of another unit it would stand anywhere.
        const isAlike = setPoint !== undefined && setPoint.unit === tag.unit;
        return [{ slot, tag, isHidden: pen.isHidden, setPoint: isAlike ? setPoint : null }];
      }),
    [pens.set, model, setPoints],
  );
}

/** Below an X-Y plot there are its own two pens alone. */
const onlyOf = (pen: BoardPen, pair: PairChoice | null): BoardPen =>
  pair === null ? pen : { ...pen, isHidden: pen.tag.name !== pair.x && pen.tag.name !== pair.y };

interface PairUse {
  readonly pair: PairChoice | null;
  readonly pick: (pair: PairChoice) => void;
  /** Null where there is nothing to plot. */
  readonly toggle: (() => void) | null;
}

function usePair(pens: readonly BoardPen[]): PairUse {
  const { trend } = useSession().preferences;
  const { pair } = useObservable(trend);
  const set = (next: PairChoice | null): void => trend.set({ ...trend.get(), pair: next });
  const guess = guessedPair(pens.filter(({ isHidden }) => !isHidden).map(({ tag }) => tag));
  return { pair, pick: set, toggle: pair === null && guess === null ? null : () => set(pair === null ? guess : null) };
}
