/** Writing an annotation at a tag and a time, and reading, changing or removing one, with everything that it has said before. */
import { type ReactNode, useEffect, useState } from 'react';
import { type Annotation, LONGEST_ANNOTATION } from '../../../shared/model/annotation.ts';
import { fill } from '../../../shared/text/catalog.ts';
import { type ZoneClock, zoneClock } from '../../../shared/time/zone.ts';
import { CallError } from '../../host/call-book.ts';
import { useObservable, useSession, useTexts } from '../../store/session.ts';
import { timeOf, typedOf } from '../../trend/goto/typed-time.ts';
import { WhoDialog } from './who-dialog.tsx';

function useZoneClock(): ZoneClock {
  return zoneClock(useObservable(useSession().station.model)?.description.timeZone ?? 'UTC');
}

interface TextProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (text: string) => void;
}

function TextField({ label, value, onChange }: TextProps): ReactNode {
  return (
    <label className="field">
      <span>{label}</span>
      <textarea
        value={value}
        rows={3}
        maxLength={LONGEST_ANNOTATION}
        data-testid="field:text"
        onChange={event => onChange(event.currentTarget.value)}
      />
    </label>
  );
}

interface AddProps {
  /** Tags that it may belong to; the first is chosen. */
  readonly tags: readonly string[];
  readonly at: number;
  readonly onClose: () => void;
}

export function AnnotationAddDialog({ tags, at, onClose }: AddProps): ReactNode {
  const { client } = useSession();
  const { texts } = useTexts();
  const words = texts.trends.keep.annotations;
  const zone = useZoneClock();
  const [tag, setTag] = useState(tags[0] ?? '');
  const [text, setText] = useState('');
  const offered = typedOf(at, zone);
  const [typed, setTyped] = useState(offered);
  const found = timeOf(typed, zone, client.stationNow());
  // What is typed has no seconds: left as it was, it is the moment of the cursor.
  const isOffered = typed.date === offered.date && typed.time === offered.time;
  const problem = found.kind === 'time' || isOffered ? null : texts.trends.goTo.problem[found.kind];
  const moment = isOffered || found.kind !== 'time' ? at : found.at;
  const obstacle = tag === '' ? words.lackingTag : (problem ?? (text.trim() === '' ? words.lackingText : null));
  return (
    <WhoDialog
      title={words.addTitle}
      testId="annotation-add-dialog"
      act={words.actAdd}
      consequence={words.consequence}
      obstacle={obstacle}
      send={who => client.call('annotations.add', { tag, at: moment, text, who })}
      onClose={onClose}
    >
      <div className="keep-fields">
        <label className="field">
          <span>{words.tag}</span>
          <select value={tag} data-testid="field:tag" onChange={event => setTag(event.currentTarget.value)}>
            {tags.map(name => (
              <option key={name}>{name}</option>
            ))}
          </select>
        </label>
        {(['date', 'time'] as const).map(part => (
          <label key={part} className="field">
            <span>{part === 'date' ? texts.trends.goTo.date : words.time}</span>
            <input
              type="text"
              value={typed[part]}
              autoComplete="off"
              spellCheck={false}
              data-testid={`field:${part}`}
              onChange={event => setTyped({ ...typed, [part]: event.currentTarget.value })}
            />
          </label>
        ))}
      </div>
      <TextField label={words.text} value={text} onChange={setText} />
    </WhoDialog>
  );
}

interface EditProps {
  /** As the person has seen it. */
  readonly annotation: Annotation;
  readonly onClose: () => void;
}

type Act = 'change' | 'remove';

export function AnnotationDialog({ annotation, onClose }: EditProps): ReactNode {
  const { client, removed } = useSession();
  const words = useTexts().texts.trends.keep.annotations;
  const zone = useZoneClock();
  const [act, setAct] = useState<Act>('change');
  const [text, setText] = useState(annotation.text);
  const { id, version, tag, at, who: by, writtenAt } = annotation;
  const isSame = text.trim() === annotation.text;
  const remove = async (who: string): Promise<void> => {
    const gone = await client.call('annotations.remove', { id, version, who });
    removed.set({ kind: 'annotation', annotation: { id, version: gone.version, text: annotation.text }, who });
  };
  const lacking = text.trim() === '' ? words.lackingText : isSame ? words.lackingChange : null;
  return (
    <WhoDialog
      title={`${words.editTitle} ${tag}`}
      subtitle={`${when(zone, at)} · ${fill(words.written, { who: by, time: when(zone, writtenAt) })}`}
      testId="annotation-dialog"
      act={words[act]}
      consequence={act === 'change' ? words.changed : words.removed}
      obstacle={act === 'change' ? lacking : null}
      send={who => (act === 'change' ? client.call('annotations.edit', { id, version, text, who }) : remove(who))}
      onClose={onClose}
    >
      <fieldset className="keep-acts">
        {(['change', 'remove'] as const).map(one => (
          <label key={one}>
            <input
              type="radio"
              name="act"
              checked={act === one}
              data-testid={`annotation-${one}`}
              onChange={() => setAct(one)}
            />
            <span>{words[one]}</span>
          </label>
        ))}
      </fieldset>
      {act === 'change' ? (
        <TextField label={words.text} value={text} onChange={setText} />
      ) : (
        <p className="compare">{annotation.text}</p>
      )}
      <Versions id={id} zone={zone} />
    </WhoDialog>
  );
}

const when = (zone: ZoneClock, at: number): string => `${zone.at(at).date} ${zone.at(at).time}`;

/** Only where there is more than one. */
function Versions({ id, zone }: { readonly id: string; readonly zone: ZoneClock }): ReactNode {
  const { client } = useSession();
  const words = useTexts().texts.trends.keep.annotations;
  const [versions, setVersions] = useState<readonly Annotation[]>([]);
  useEffect(() => {
    const read = async (): Promise<void> => {
      try {
        setVersions(await client.call('annotations.versions', { id }));
      } catch (error) {
        if (!(error instanceof CallError)) throw error;
      }
    };
    void read();
  }, [client, id]);
  if (versions.length < 2) return null;
  return (
    <table className="rows" data-testid="annotation-versions">
      <caption>{words.versions}</caption>
      <tbody>
        {versions.toReversed().map(({ version, writtenAt, who, text, isRemoved }) => (
          <tr key={version}>
            <td>{when(zone, writtenAt)}</td>
            <td>{who}</td>
            <td className="keep-said">{isRemoved ? words.wasRemoved : text}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
