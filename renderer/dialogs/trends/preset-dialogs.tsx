/**
 * Saving a trend preset, and renaming, replacing or removing one. Whose it is that would be replaced is said before, and what somebody
 * else has changed meanwhile is seen here at once.
 */
import { type ReactNode, useState } from 'react';
import type { PresetSetup, TrendPreset } from '../../../shared/model/trend-preset.ts';
import { fill } from '../../../shared/text/catalog.ts';
import type { TrendKeepTexts } from '../../../shared/text/trends/keep.ts';
import { zoneClock } from '../../../shared/time/zone.ts';
import { LONGEST_PRESET_NAME, presetKey, presetName, presetNameProblem } from '../../../shared/trend/preset-name.ts';
import { useObservable, useSession, useTexts } from '../../store/session.ts';
import { useStreamed } from '../../store/use-streamed.ts';
import { sentSetup, spanText } from '../../trend/presets/preset-setup.ts';
import { WhoDialog } from './who-dialog.tsx';

type Words = TrendKeepTexts['presets'];

const named = (presets: readonly TrendPreset[], name: string): TrendPreset | undefined => {
  const key = presetKey(name);
  return presets.find(preset => presetKey(preset.name.zh) === key || presetKey(preset.name.en) === key);
};

function useWhen(): (at: number) => string {
  const zone = zoneClock(useObservable(useSession().station.model)?.description.timeZone ?? 'UTC');
  return at => `${zone.at(at).date} ${zone.at(at).time.slice(0, 5)}`;
}

interface SaveProps {
  readonly setup: PresetSetup;
  readonly name: string;
  readonly onClose: () => void;
}

export function PresetSaveDialog({ setup, name: first, onClose }: SaveProps): ReactNode {
  const { client } = useSession();
  const words = useTexts().texts.trends.keep.presets;
  const when = useWhen();
  const [typed, setTyped] = useState(first);
  const presets = useStreamed('presets').item ?? [];
  const name = presetName(typed);
  const same = named(presets, name);
  const problem = presetNameProblem(name) ?? (same?.isOfProject === true ? 'of-project' : null);
  const replaced = same === undefined || same.isOfProject ? null : same;
  return (
    <WhoDialog
      title={words.saveTitle}
      subtitle={contentText(words, setup)}
      testId="preset-save-dialog"
      act={replaced === null ? words.actSave : words.actReplace}
      consequence={
        replaced === null
          ? words.consequence
          : fill(words.replaces, { who: replaced.who ?? '', time: when(replaced.at ?? 0) })
      }
      obstacle={problem === null ? null : words.problem[problem]}
      send={who =>
        client.call('presets.save', { name, setup: sentSetup(setup), who, replaces: replaced?.version ?? null })
      }
      onClose={onClose}
    >
      <NameField label={words.name} value={typed} onChange={setTyped} />
    </WhoDialog>
  );
}

const contentText = (words: Words, { pens, spanMs }: PresetSetup): string =>
  fill(words.content, { count: String(pens.filter(pen => pen !== null).length), span: spanText(spanMs) });

interface NameProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (text: string) => void;
}

function NameField({ label, value, onChange }: NameProps): ReactNode {
  return (
    <label className="field">
      <span>{label}</span>
      <input
        type="text"
        value={value}
        maxLength={LONGEST_PRESET_NAME}
        autoComplete="off"
        spellCheck={false}
        data-testid="field:name"
        onChange={event => onChange(event.currentTarget.value)}
      />
    </label>
  );
}

const ACTS = ['rename', 'replace', 'remove'] as const;
type Act = (typeof ACTS)[number];
const CONSEQUENCES = { rename: 'renamed', replace: 'replaced', remove: 'removed' } as const;

interface EditProps {
  /** As the person has seen it. */
  readonly preset: TrendPreset;
  /** What is on the screen now. */
  readonly setup: PresetSetup;
  readonly onClose: () => void;
}

export function PresetEditDialog({ preset, setup, onClose }: EditProps): ReactNode {
  const { client, removed } = useSession();
  const { texts, pick } = useTexts();
  const words = texts.trends.keep.presets;
  const when = useWhen();
  const [act, setAct] = useState<Act | null>(null);
  const [typed, setTyped] = useState(preset.name.zh);
  const presets = useStreamed('presets').item;
  const name = presetName(typed);
  const isGone = presets !== null && presets.every(({ id }) => id !== preset.id);
  const seen = { id: preset.id, version: preset.version };
  const send = async (who: string): Promise<unknown> => {
    if (act === 'rename') return client.call('presets.rename', { ...seen, name, who });
    if (act === 'remove') {
      await client.call('presets.remove', { ...seen, who });
      return removed.set({ kind: 'preset', preset, who });
    }
    return client.call('presets.save', {
      name: preset.name.zh,
      setup: sentSetup(setup),
      who,
      replaces: preset.version,
    });
  };
  return (
    <WhoDialog
      title={fill(words.editTitle, { name: pick(preset.name) })}
      subtitle={fill(words.saved, { who: preset.who ?? '', time: when(preset.at ?? 0) })}
      testId="preset-edit-dialog"
      act={act === null ? words.rename : act === 'replace' ? words.actReplace : words[act]}
      consequence={act === null ? null : words[CONSEQUENCES[act]]}
      obstacle={isGone ? words.gone : obstacleOf(words, { act, name, preset, presets: presets ?? [] })}
      send={send}
      onClose={onClose}
    >
      <fieldset className="keep-acts">
        {ACTS.map(one => (
          <label key={one}>
            <input
              type="radio"
              name="act"
              checked={act === one}
              data-testid={`preset-${one}`}
              onChange={() => setAct(one)}
            />
            <span>{words[one]}</span>
          </label>
        ))}
      </fieldset>
      {act === 'rename' ? <NameField label={words.name} value={typed} onChange={setTyped} /> : null}
    </WhoDialog>
  );
}

interface Edit {
  readonly act: Act | null;
  readonly name: string;
  readonly preset: TrendPreset;
  readonly presets: readonly TrendPreset[];
}

function obstacleOf(words: Words, { act, name, preset, presets }: Edit): string | null {
  if (act === null) return words.choose;
  if (act !== 'rename') return null;
  const problem = presetNameProblem(name);
  if (problem !== null) return words.problem[problem];
  const same = named(presets, name);
  return same === undefined || same.id === preset.id ? null : words.taken;
}
