/** Right of the toolbar: how the plots stand, what a drag does, the X-Y plot, the comparison, the way back. */
import type { ReactNode } from 'react';
import { useObservable, useSession, useTexts } from '../../store/session.ts';
import { PLOT_MODES, type PlotMode } from '../../store/trend-setup.ts';
import type { TrendBoard } from '../board/trend-board.ts';
import { CompareMenu } from '../compare/compare-menu.tsx';
import type { KeyPlaces } from './use-trend-keys.ts';

export interface ToolsProps {
  readonly board: TrendBoard;
  readonly places: KeyPlaces;
  readonly tags: readonly string[];
  readonly isBoxing: boolean;
  readonly onBoxing: (isBoxing: boolean) => void;
  /** Null where there are no two pens to plot against each other. */
  readonly onPair: (() => void) | null;
  readonly hasPair: boolean;
}

const MODE_PATHS: Readonly<Record<PlotMode, string>> = {
  stacked: 'M3 3H19V8H3ZM3 14H19V19H3Z',
  one: 'M3 3H19V19H3ZM3 15L9 9L13 12L19 6',
  unit: 'M3 3H19V19H3ZM3 8.3H19M3 13.6H19',
};

export function Tools({ board, places, tags, isBoxing, onBoxing, onPair, hasPair }: ToolsProps): ReactNode {
  const { trend } = useSession().preferences;
  const { plots } = useObservable(trend);
  const { texts } = useTexts();
  const canStepBack = useObservable(board.view)?.canStepBack ?? false;
  const words = texts.trends;
  const next = PLOT_MODES[(PLOT_MODES.indexOf(plots) + 1) % PLOT_MODES.length] ?? 'stacked';
  return (
    <div className="trends-tools">
      <button
        ref={places.plots}
        type="button"
        className="button tool"
        data-testid="plot-mode"
        data-mode={plots}
        title={words.plotModes.hint}
        aria-label={`${words.plotModes.title}: ${words.plotModes[plots]}`}
        onClick={() => trend.set({ ...trend.get(), plots: next })}
      >
        <svg viewBox="0 0 22 22" aria-hidden="true">
          <path d={MODE_PATHS[plots]} />
        </svg>
        <span className="tool-word">{words.plotModes[plots]}</span> <kbd>L</kbd>
      </button>
      <button
        type="button"
        className="button tool"
        aria-pressed={isBoxing}
        aria-label={words.box}
        title={words.boxHint}
        data-testid="box-mode"
        onClick={() => onBoxing(!isBoxing)}
      >
        <svg viewBox="0 0 22 22" aria-hidden="true">
          <path d="M3 3H19V19H3Z" strokeDasharray="3 2" />
        </svg>
      </button>
      <button
        ref={places.pair}
        type="button"
        className="button tool"
        aria-pressed={hasPair}
        aria-disabled={onPair === null}
        title={onPair === null ? words.pair.none : words.pair.title}
        data-testid="pair-mode"
        onClick={() => onPair?.()}
      >
        X-Y <kbd>X</kbd>
      </button>
      <CompareMenu board={board} tags={tags} opener={places.compare} />
      {canStepBack ? (
        <button
          type="button"
          className="button tool"
          aria-label={words.undo}
          title={words.undo}
          data-testid="trend-undo"
          onClick={() => board.time.stepBack()}
        >
          <svg viewBox="0 0 22 22" aria-hidden="true">
            <path d="M8 4L3 9L8 14M3 9H14A5 5 0 0 1 14 19H8" />
          </svg>
          <span className="tool-word">{words.undo}</span> <kbd>Z</kbd>
        </button>
      ) : null}
    </div>
  );
}
