/** Taking along what the trend screen shows: its data as a file, itself as a picture, itself on paper. */
import { useState } from 'react';
import type { Annotation } from '../../../shared/model/annotation.ts';
import { fill } from '../../../shared/text/catalog.ts';
import { zoneClock } from '../../../shared/time/zone.ts';
import { zonedTimes } from '../../../shared/time/zoned-iso.ts';
import { useObservable, useSession, useTexts } from '../../store/session.ts';
import { saveFile } from '../../ui/save-file.ts';
import { flagText } from '../annotations/annotation-flags.tsx';
import { flagPlaces } from '../annotations/flag-places.ts';
import type { BoardPen } from '../board/pen-data.ts';
import type { BoardView, TrendBoard } from '../board/trend-board.ts';
import { type Inks, readInks } from '../chart/inks.ts';
import { cursorText } from '../view/time-texts.ts';
import { type DrawnPair, type PictureHead, type PictureParts, pictureCanvas } from './board-picture-file.ts';

export interface Giving {
  readonly exportData: () => void;
  readonly savePicture: () => void;
  readonly print: () => void;
  /** What has become of it, in words. */
  readonly told: string;
  readonly isPrinting: boolean;
  readonly onPrinted: () => void;
}

/** What is taken along. */
export interface Given {
  readonly board: TrendBoard;
  readonly drawn: readonly BoardPen[];
  readonly annotations: readonly Annotation[];
  /** The X-Y plot that is shown. */
  readonly pair: { readonly current: DrawnPair | null };
}

export function useGiving(given: Given): Giving {
  const { board, drawn } = given;
  const session = useSession();
  const words = useTexts().texts.trends.keep.picture;
  const [told, setTold] = useState('');
  const [isPrinting, setIsPrinting] = useState(false);
  const parts = usePicture(given);
  const savePicture = (): void => {
    const picture = parts(readInks(document.documentElement));
    if (picture === null) return;
    pictureCanvas(picture.parts, picture.head).toBlob(blob => {
      if (blob === null) return;
      saveFile(picture.name, blob);
      setTold(fill(words.saved, { name: picture.name }));
    });
  };
  return {
    exportData: () => {
      const window = board.view.get()?.window;
      if (window === undefined) return;
      const pens = drawn.map(({ slot, tag, isHidden }) => ({ slot, tag: tag.name, isHidden }));
      const to = Math.min(window.to, board.moment().now);
      session.dialog.set({ kind: 'trend-export', pens, window: { from: window.from, to } });
    },
    savePicture,
    print: () => setIsPrinting(board.drawn !== null),
    told,
    isPrinting,
    onPrinted: () => setIsPrinting(false),
  };
}

export interface Picture {
  readonly parts: PictureParts;
  readonly head: PictureHead;
  readonly name: string;
}

/** Makes the picture of what is drawn at the time of the call; null where nothing is. */
export function usePicture({ board, drawn, annotations, pair }: Given): (inks: Inks) => Picture | null {
  const { texts, pick } = useTexts();
  const words = texts.trends.keep;
  const description = useObservable(useSession().station.model)?.description;
  return inks => {
    const [frame, view] = [board.drawn, board.view.get()];
    if (frame === null || view === null || description === undefined) return null;
    const { timeZone, name, demo } = description;
    const clock = zoneClock(timeZone);
    const times = zonedTimes(clock);
    const { now } = board.moment();
    const at = (time: number): string => times.iso(time).slice(0, 19).replace('T', ' ');
    const { from, to } = frame.view;
    const zone = fill(words.picture.zone, { zone: `${timeZone} ${times.iso(to).slice(-6)}` });
    return {
      parts: {
        drawn: frame,
        inks,
        cursors: cursorsOf(view).map(({ time, ...rest }) => ({
          ...rest,
          text: cursorText(time, frame.view, { timeZone, now }),
        })),
        flags: flagPlaces(annotations, { plots: frame.picture.plots, layout: frame.layout, view: frame.view }),
        textOf: place => flagText(place, words.annotations.several),
        pair: pair.current && givenPair(pair.current, view),
      },
      head: {
        title: words.picture.title,
        station: pick(name),
        span: `${at(from)} – ${at(to)} · ${zone}`,
        made: fill(words.picture.made, { time: at(now) }),
        demo: demo ? words.picture.demo : null,
        pens: drawn.flatMap(({ slot, tag, isHidden }) =>
          isHidden
            ? []
            : [{ slot, tag: tag.name, text: [pick(tag.description), tag.unit].filter(Boolean).join(' · ') }],
        ),
      },
      name: `trend-${times.iso(from).slice(0, 16).replaceAll(/[-:]/g, '').replace('T', '-')}.png`,
    };
  };
}

/** With the cursors that a person has put alone. */
export function givenPair(pair: DrawnPair, view: Pick<BoardView, 'cursors'>): DrawnPair {
  const put = new Set(cursorsOf(view).map(({ name }) => name));
  const { picture } = pair;
  return { ...pair, picture: { ...picture, cursors: picture.cursors.filter(({ letter }) => put.has(letter)) } };
}

/** Those that a person has put; the pointer is on its way to the button. */
function cursorsOf({ cursors }: Pick<BoardView, 'cursors'>) {
  return cursors.flatMap(({ name, x, time, isPut }) => (isPut ? [{ name: name.toUpperCase(), x, time }] : []));
}
