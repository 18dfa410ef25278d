/** One certificate as a person compares it with what the server shows: thumbprints in groups of four, every field in words. */
import { type ReactNode, useRef, useState } from 'react';
import type { CertificateInfo } from '../../../shared/model/opcua.ts';
import { fill } from '../../../shared/text/catalog.ts';
import { zoneClock } from '../../../shared/time/zone.ts';
import { useObservable, useSession, useTexts } from '../../store/session.ts';
import { inGroups } from './thumbprint.ts';

interface CertificateCardProps {
  readonly info: CertificateInfo;
  /** What `seenAt` means for it. */
  readonly seen: 'seen' | 'since' | 'none';
  readonly isInUse?: boolean;
  readonly children?: ReactNode;
}

export function CertificateCard({ info, seen, isInUse = false, children }: CertificateCardProps): ReactNode {
  const { texts, pick } = useTexts();
  const words = texts.dialog.certificates;
  const zone = zoneClock(useObservable(useSession().station.model)?.description.timeZone ?? 'UTC');
  const day = (time: number): string => zone.at(time).date;
  const seenText = seen !== 'none' && info.seenAt !== null ? momentText(zone.at(info.seenAt)) : null;
  const period = fill(words.period, { from: day(info.validFrom), to: day(info.validTo) });
  return (
    <article className="certificate" data-testid={`certificate:${info.sha1}`}>
      <dl>
        <Field name={words.subject} value={info.subject}>
          {isInUse ? <span className="chip">{words.inUse}</span> : null}
        </Field>
        {info.issuer === info.subject ? null : <Field name={words.issuer} value={info.issuer} />}
        <Field name={words.applicationUri} value={info.applicationUri ?? words.noUri} />
        <Field name={words.validity} value={period}>
          {info.problem === null ? null : <b className="problem">{pick(info.problem)}</b>}
        </Field>
        {seenText === null || seen === 'none' ? null : <Field name={words[seen]} value={seenText} />}
        <Thumbprint name="SHA-1" hex={info.sha1} />
        <Thumbprint name="SHA-256" hex={info.sha256} />
      </dl>
      {children}
    </article>
  );
}

const momentText = ({ date, time }: { readonly date: string; readonly time: string }): string => `${date} ${time}`;

interface FieldProps {
  readonly name: string;
  readonly value: string;
  readonly children?: ReactNode;
}

/** What somebody else has written into a certificate stays in its own language. */
function Field({ name, value, children }: FieldProps): ReactNode {
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        <span translate="no">{value}</span>
        {children}
      </dd>
    </div>
  );
}

/** Selects on a click and copies; where copying is forbidden it stays selected, and says so. */
function Thumbprint({ name, hex }: { readonly name: string; readonly hex: string }): ReactNode {
  const { certificates } = useTexts().texts.dialog;
  const print = useRef<HTMLElement>(null);
  const [outcome, setOutcome] = useState<'copied' | 'notCopied' | null>(null);
  const copy = (): void => {
    const element = print.current;
    if (element === null) return;
    window.getSelection()?.selectAllChildren(element);
    // The page has no permission for the asynchronous clipboard in either host; this needs none after a press of a key or button.
    setOutcome(document.execCommand('copy') ? 'copied' : 'notCopied');
  };
  return (
    <div className="thumbprint">
      <dt>{name}</dt>
      <dd>
        <code ref={print} className={name.toLowerCase()} data-testid={`thumbprint:${name}`}>
          {inGroups(hex)}
        </code>
        <button type="button" className="button is-small" aria-label={`${certificates.copy} ${name}`} onClick={copy}>
          {outcome === null ? certificates.copy : certificates[outcome]}
        </button>
      </dd>
    </div>
  );
}
