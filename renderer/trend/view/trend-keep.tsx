/** Beside the pens: what takes the trend along, the shared presets, and what people have noted at the pens in what is shown. */
import { type ReactNode, useMemo } from 'react';
import type { AnnotationPage } from '../../../shared/model/annotation.ts';
import { useKeys } from '../../alarms/desk/use-keys.ts';
import { OrderButton } from '../../replay/order-button.tsx';
import { useObservable, useSession, useTexts } from '../../store/session.ts';
import { AnnotationList } from '../annotations/annotation-list.tsx';
import type { BoardPen } from '../board/pen-data.ts';
import type { TrendBoard } from '../board/trend-board.ts';
import { PrintSheet } from '../give/print-sheet.tsx';
import { type Given, useGiving, usePicture } from '../give/use-giving.ts';
import type { Pens } from '../pens/use-pens.ts';
import { PresetList } from '../presets/preset-list.tsx';
import { presetSetup } from '../presets/preset-setup.ts';
import { UndoLine } from '../undo/undo-line.tsx';

interface KeepProps {
  readonly board: TrendBoard;
  readonly pens: Pens;
  /** Those that this station has. */
  readonly drawn: readonly BoardPen[];
  /** Of the pens in what is shown. */
  readonly page: AnnotationPage;
  /** The X-Y plot that is shown. */
  readonly pair: Given['pair'];
}

export function TrendKeep({ board, pens, drawn, page, pair }: KeepProps): ReactNode {
  const session = useSession();
  const words = useTexts().texts.trends.keep;
  const setup = useObservable(session.preferences.trend);
  const { annotations } = page;
  const now = useMemo(() => presetSetup(setup, pens.set), [setup, pens.set]);
  const given = { board, drawn, annotations, pair };
  const giving = useGiving(given);
  const picture = usePicture(given);
  const annotate = (): void => {
    const { seen, pointerTime } = board.cursors;
    const at = seen[seen.active] ?? pointerTime ?? lastRead(board);
    session.dialog.set({ kind: 'annotation-add', tags: annotated(drawn), at });
  };
  const save = (): void => session.dialog.set({ kind: 'preset-save', setup: now, name: '' });
  useKeys({ n: annotate, k: save, e: giving.exportData, i: giving.savePicture, p: giving.print });
  const acts = [
    ['annotate', words.annotations.add, 'N', annotate, false],
    ['preset', words.presets.save, 'K', save, false],
    ['export', words.file.open, 'E', giving.exportData, true],
    ['png', words.picture.png, 'I', giving.savePicture, true],
    ['print', words.picture.print, 'P', giving.print, true],
  ] as const;
  return (
    <>
      <div className="keep-give">
        {acts.map(([name, text, key, act, isLocal]) => (
          <OrderButton
            key={name}
            className="button is-small"
            isLocal={isLocal}
            data-testid={`trend-${name}`}
            onAct={act}
          >
            {text} <kbd>{key}</kbd>
          </OrderButton>
        ))}
      </div>
      <p role="status" className="keep-told" data-testid="trend-given">
        {giving.told}
      </p>
      <UndoLine />
      <PresetList board={board} now={now} />
      <AnnotationList board={board} page={page} />
      {giving.isPrinting ? (
        <PrintSheet board={board} annotations={annotations} picture={picture} onPrinted={giving.onPrinted} />
      ) : null}
    </>
  );
}

/** Pens that are seen come first: it is one of them that somebody looks at. */
const annotated = (drawn: readonly BoardPen[]): readonly string[] =>
  drawn.toSorted((a, b) => Number(a.isHidden) - Number(b.isHidden)).map(({ tag }) => tag.name);

/** The end of what is shown, but never what is still to come. */
const lastRead = (board: TrendBoard): number =>
  Math.min(board.moment().now, board.view.get()?.window.to ?? Number.POSITIVE_INFINITY);
