/**
 * The trend screen (L4): up to eight pens in stacked plots over one time axis, live or in history, with the figures of each at the
 * cursor below and the list of pens beside. Pens and span are the person's and are kept; what is drawn is the board's.
 */
import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import { useObservable, useSession, useTexts } from '../../store/session.ts';
import { AnnotationFlags } from '../annotations/annotation-flags.tsx';
import { useBoardAnnotations } from '../annotations/use-annotations.ts';
import { TrendBoard } from '../board/trend-board.ts';
import { PlotDrop } from '../drag/plot-drop.tsx';
import { PenList } from '../pens/pen-list.tsx';
import { PenSearch } from '../pens/pen-search.tsx';
import { usePens } from '../pens/use-pens.ts';
import { CursorTable } from './cursor-table.tsx';
import { Plots } from './plots.tsx';
import { Toolbar } from './toolbar.tsx';
import { TrendKeep } from './trend-keep.tsx';
import { useTrendKeys } from './use-trend-keys.ts';

export function TrendsView(): ReactNode {
  const session = useSession();
  const { texts } = useTexts();
  const model = useObservable(session.station.model);
  const pens = usePens();
  const search = useRef<HTMLInputElement>(null);
  const goTo = useRef<HTMLButtonElement>(null);
  const [board] = useState(() => new TrendBoard(session, texts));
  const drawn = useMemo(
    () =>
      pens.set.flatMap((pen, slot) => {
        const tag = pen === null ? undefined : model?.byName.get(pen.tag);
        return pen === null || tag === undefined ? [] : [{ slot, tag, isHidden: pen.isHidden }];
      }),
    [pens.set, model],
  );
  useEffect(() => board.setPens(drawn), [board, drawn]);
  useEffect(() => board.setTexts(texts), [board, texts]);
  const page = useBoardAnnotations(
    board,
    drawn.map(({ tag }) => tag.name),
  );
  useTrendKeys(board, { search, goTo });
  return (
    <div className="trends" data-testid="trends">
      <section className="trends-main">
        <Toolbar board={board} goTo={goTo} />
        <Plots board={board} hasPens={drawn.some(({ isHidden }) => !isHidden)}>
          <PlotDrop board={board} pens={pens} />
          <AnnotationFlags board={board} annotations={page.annotations} />
        </Plots>
        <CursorTable board={board} />
      </section>
      <aside className="trends-pens">
        <PenSearch input={search} onAdd={pens.add} />
        <PenList pens={pens} />
        <TrendKeep board={board} pens={pens} drawn={drawn} page={page} />
      </aside>
    </div>
  );
}
