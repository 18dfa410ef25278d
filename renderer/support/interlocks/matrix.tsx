/** One group as a table: causes down, effects across, what each cause does where they meet. */
import type { ReactNode } from 'react';
import type { Cause, Effect, InterlockGroup } from '../../../shared/support/interlock.ts';
import { useObservable, useSession, useTexts } from '../../store/session.ts';
import { TagName } from '../../ui/tag-value.tsx';
import { cellOf } from './truth.ts';
import { TruthMark } from './truth-mark.tsx';
import { useTruth } from './use-truth.ts';

interface MatrixProps {
  readonly group: InterlockGroup;
  readonly handles: Readonly<Record<string, number>>;
}

export function Matrix({ group, handles }: MatrixProps): ReactNode {
  const { texts, pick } = useTexts();
  const words = texts.support.interlocks;
  return (
    <section className="matrix" data-testid={`matrix:${group.id}`}>
      <h3>{pick(group.title)}</h3>
      <div className="matrix-scroll">
        <table>
          <thead>
            <tr>
              <th className="c-cause">{words.cause}</th>
              <th className="c-state">{words.state}</th>
              <th className="c-bypass">{words.bypass}</th>
              {group.effects.map(effect => (
                <EffectHead key={effect.id} effect={effect} handles={handles} />
              ))}
            </tr>
          </thead>
          <tbody>
            {group.causes.map(cause => (
              <CauseRow key={cause.id} {...{ cause, group, handles }} />
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function EffectHead({
  effect,
  handles,
}: {
  readonly effect: Effect;
  readonly handles: MatrixProps['handles'];
}): ReactNode {
  const { pick } = useTexts();
  const truth = useTruth(effect.when, handles);
  return (
    <th className="c-effect" data-testid={`effect:${effect.id}`}>
      <b translate="no">{effect.id}</b>
      <small>{pick(effect.name)}</small>
      <span>{pick(effect.does)}</span>
      <TruthMark kind="effect" truth={truth} />
    </th>
  );
}

interface CauseProps extends MatrixProps {
  readonly cause: Cause;
}

function CauseRow({ cause, group, handles }: CauseProps): ReactNode {
  const { pick } = useTexts();
  const truth = useTruth(cause.when, handles);
  const bypass = useTruth(cause.bypass, handles);
  return (
    <tr data-testid={`cause:${cause.id}`}>
      <th className="c-cause" scope="row">
        <span className="cause-tags">
          <CauseTags cause={cause} />
        </span>
        {pick(cause.name)}
      </th>
      <td className="c-state">
        <TruthMark kind={group.kind === 'trip' ? 'cause' : 'permissive'} truth={truth} />
      </td>
      <td className="c-bypass">
        <Bypass truth={bypass} />
        <Overridden cause={cause} />
      </td>
      {group.effects.map(effect => (
        <Cell key={effect.id} {...{ cause, effect, group, handles }} />
      ))}
    </tr>
  );
}

/** Its tags, each of which opens its trend; the name of the cause where it has none. */
function CauseTags({ cause }: { readonly cause: Cause }): ReactNode {
  const model = useObservable(useSession().station.model);
  const tags = cause.tags.flatMap(name => model?.byName.get(name) ?? []);
  return tags.map(tag => <TagName key={tag.name} tag={tag} />);
}

function Bypass({ truth }: { readonly truth: ReturnType<typeof useTruth> }): ReactNode {
  const words = useTexts().texts.support.interlocks;
  if (truth === 'yes') return <b className="mode-box">{words.bypassed}</b>;
  return <span className="dim">{truth === 'no' ? words.notBypassed : truth === 'unknown' ? '?' : words.noSignal}</span>;
}

/** A forced input makes a cause that is none, or hides one: whoever reads the matrix must see it. */
function Overridden({ cause }: { readonly cause: Cause }): ReactNode {
  const { texts } = useTexts();
  const overrides = useObservable(useSession().station.overrides);
  return overrides
    .filter(({ tag }) => cause.tags.includes(tag))
    .map(({ tag, kind }) => (
      <b key={tag} className="mode-letter" title={`${tag} ${texts.tip.override[kind]}`}>
        {kind === 'force' ? 'F' : 'S'}
      </b>
    ));
}

function Cell({ cause, effect, group, handles }: CauseProps & { readonly effect: Effect }): ReactNode {
  const { texts, pick } = useTexts();
  const state = cellOf(useTruth(cause.when, handles), useTruth(effect.when, handles));
  if (!cause.effects.includes(effect.id)) return <td className="c-effect" />;
  if (group.kind === 'permissive') return <td className="c-effect is-needed">{texts.support.interlocks.needed}</td>;
  return (
    <td className={`c-effect is-${state}`} data-cell={state}>
      <span>
        {pick(effect.does)}
        {state === 'waits' ? <small>{texts.support.interlocks.waits}</small> : null}
      </span>
    </td>
  );
}
