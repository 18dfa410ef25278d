/** Kind and value of an override: what each kind means, the live value beside the entry, and why an entry is not taken. */
import type { ReactNode } from 'react';
import { OVERRIDE_KINDS, type OverrideKind, type TagDefinition } from '../../../shared/model/tag.ts';
import { fill } from '../../../shared/text/catalog.ts';
import { formatNumber } from '../../../shared/units/format.ts';
import { useObservable, useSession, useTexts } from '../../store/session.ts';
import { qualityWords } from '../../ui/detail-rows.ts';
import { NumberField } from '../../ui/number/number-field.tsx';
import { Reading, useHandleLook } from '../../ui/reading.tsx';
import { readNumber } from './number-entry.ts';
import { doubtOf, type OverrideAction, type OverrideForm } from './override-form.ts';

interface FieldProps {
  readonly dispatch: (action: OverrideAction) => void;
}

export function KindFields({ kind, dispatch }: FieldProps & { readonly kind: OverrideKind }): ReactNode {
  const { texts } = useTexts();
  const words = texts.dialog.override;
  return (
    <fieldset className="field choices">
      <legend>{words.kind}</legend>
      {OVERRIDE_KINDS.map(name => (
        <label key={name} className="choice-row">
          <input
            type="radio"
            name="override-kind"
            checked={name === kind}
            data-testid={`kind:${name}`}
            onChange={() => dispatch({ kind: 'override-kind', overrideKind: name })}
          />
          <span className="mode-letter">{name === 'force' ? 'F' : 'S'}</span>
          <b>{texts.communication.register.kind[name]}</b>
          <span className="dim">{words.kindMeans[name]}</span>
        </label>
      ))}
    </fieldset>
  );
}

export function ValueField({ form, dispatch }: FieldProps & { readonly form: OverrideForm }): ReactNode {
  const { texts } = useTexts();
  const words = texts.dialog.override;
  const { tag } = form;
  const entry = readNumber(form.value);
  const doubt = tag !== null && entry.kind === 'number' ? doubtOf(tag, entry.value) : null;
  const problem = entry.kind === 'number' ? doubt : entry.kind === 'empty' ? null : entry.kind;
  return (
    <>
      <NumberField
        label={words.value}
        value={form.value}
        unit={tag?.unit ?? ''}
        facts={tag === null ? null : <Present tag={tag} />}
        problem={problem === null ? null : words.obstacle[problem]}
        onChange={text => dispatch({ kind: 'value', text })}
      />
      {doubt === null ? null : (
        <label className="tick">
          <input
            type="checkbox"
            checked={form.isBeyondRange}
            data-testid="beyond"
            onChange={event => dispatch({ kind: 'beyond', isBeyondRange: event.currentTarget.checked })}
          />
          <span>{words.beyond}</span>
        </label>
      )}
      {tag === null ? null : <Replaced tag={tag} />}
    </>
  );
}

/** Range and the value that is shown now. */
function Present({ tag }: { readonly tag: TagDefinition }): ReactNode {
  const { texts } = useTexts();
  const words = texts.dialog.override;
  const look = useHandleLook(tag.handle);
  const { low, high, decimals, unit } = tag;
  return (
    <span className="present" data-testid="present-value">
      {low === null || high === null
        ? words.noRange
        : `${fill(words.range, { low: formatNumber(low, decimals), high: formatNumber(high, decimals) })} ${unit}`}
      {' · '}
      {words.present} <Reading look={look} decimals={decimals} unit={unit} /> {qualityWords(look, texts)}
    </span>
  );
}

/** A tag has one override at a time: the new one takes the place of this. */
function Replaced({ tag }: { readonly tag: TagDefinition }): ReactNode {
  const { texts } = useTexts();
  const before = useObservable(useSession().station.overrides).find(entry => entry.tag === tag.name);
  if (before === undefined) return null;
  const { who, why } = before;
  const value = `${formatNumber(before.value, tag.decimals)} ${tag.unit}`.trim();
  const kind = texts.communication.register.kind[before.kind];
  return <p className="field-note">{fill(texts.dialog.override.replaces, { kind, value, who, why })}</p>;
}
