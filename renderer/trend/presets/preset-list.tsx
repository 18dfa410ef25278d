/** The shared presets beside the pens: a press shows one; who saved it and when stands beside it. All windows see changes at once. */
import type { ReactNode } from 'react';
import type { PresetSetup, TrendPreset } from '../../../shared/model/trend-preset.ts';
import { fill } from '../../../shared/text/catalog.ts';
import { zoneClock } from '../../../shared/time/zone.ts';
import { OrderButton } from '../../replay/order-button.tsx';
import { useObservable, useSession, useTexts } from '../../store/session.ts';
import { useStreamed } from '../../store/use-streamed.ts';
import type { TrendBoard } from '../board/trend-board.ts';
import { withSpan } from '../time/follow.ts';
import { isShown, setupOfPreset } from './preset-setup.ts';

interface ListProps {
  readonly board: TrendBoard;
  /** What is on the screen now. */
  readonly now: PresetSetup;
}

export function PresetList({ board, now }: ListProps): ReactNode {
  const session = useSession();
  const words = useTexts().texts.trends.keep.presets;
  const presets = useStreamed('presets').item ?? [];
  const show = ({ setup }: TrendPreset): void => {
    const chosen = setupOfPreset(setup);
    session.preferences.trend.set(chosen);
    session.follow.set(withSpan(session.follow.get(), chosen.spanMs, board.moment()));
  };
  return (
    <section className="keep-list" data-testid="presets">
      <h3>{words.title}</h3>
      {presets.length === 0 ? <p className="dim">{words.none}</p> : null}
      <ul>
        {presets.map(preset => (
          <PresetRow
            key={preset.id}
            preset={preset}
            isNow={isShown(preset.setup, now)}
            onShow={() => show(preset)}
            onMore={() => session.dialog.set({ kind: 'preset-edit', preset, setup: now })}
          />
        ))}
      </ul>
    </section>
  );
}

interface RowProps {
  readonly preset: TrendPreset;
  readonly isNow: boolean;
  readonly onShow: () => void;
  readonly onMore: () => void;
}

function PresetRow({ preset, isNow, onShow, onMore }: RowProps): ReactNode {
  const { texts, pick } = useTexts();
  const words = texts.trends.keep.presets;
  const timeZone = useObservable(useSession().station.model)?.description.timeZone ?? 'UTC';
  const name = pick(preset.name);
  const { who, at, isOfProject } = preset;
  const by = isOfProject
    ? words.ofProject
    : `${who ?? ''} ${zoneClock(timeZone)
        .at(at ?? 0)
        .date.slice(5)}`;
  return (
    <li>
      <button
        type="button"
        className="keep-main"
        aria-current={isNow}
        aria-label={fill(words.show, { name })}
        data-testid={`preset:${pick(preset.name)}`}
        onClick={onShow}
      >
        <b translate="no">{name}</b>
        <small>{by}</small>
      </button>
      {isOfProject ? null : (
        <OrderButton
          className="keep-more"
          aria-label={fill(words.more, { name })}
          title={fill(words.more, { name })}
          data-testid={`preset-more:${name}`}
          onAct={onMore}
        >
          ⋯
        </OrderButton>
      )}
    </li>
  );
}
