/**
 * The comment of each packet: whose frame it is, which tags it is about and what is wrong with it, in a form that people read
 * in Wireshark and the reader takes apart again. It has no words of its own, so it needs no language:
 *   DEVICE #3: PT-1101, PT-1102, PT-1103 ! CRC error     the first frame about these tags in a file names them all,
 *   DEVICE #3: PT-1101 … PT-1103 (3) ! CRC error         the later ones only their number; `?` where the device is not known.
 * Pure. A block of tags is known by its list object: a driver that keeps its lists costs a look-up a frame, one that makes them
 * anew costs their length.
 */
import { PACKET_FLAGS, packetOptions } from './pcapng.ts';

const UNKNOWN_DEVICE = '?';
const PROBLEM = ' ! ';
const GAP = ' … ';

/** Text of a driver is cut here, characters: it may quote what a device sent. */
const LONGEST_PROBLEM = 300;
const LONGEST_MARK = 1_000;
/** A list of names is cut here, bytes: an option holds 65,535. No request asks for as many tags. */
const LONGEST_LIST = 32_000;
/** Distinct blocks that are remembered. A station has some hundred; beyond this they are named anew, which costs only room. */
const MOST_BLOCKS = 10_000;

export interface NotedFrame {
  readonly direction: 'sent' | 'received';
  readonly device: string | null;
  readonly tags?: readonly string[];
  readonly problem?: string;
}

/** Options of a packet by direction. */
type ByDirection = Readonly<Record<NotedFrame['direction'], Uint8Array>>;

interface TagBlock {
  readonly device: string | null;
  readonly number: number;
  readonly briefText: string;
  readonly brief: ByDirection;
  readonly fullText: string;
  /** The file in which all names have been given last. */
  namedIn: number;
}

/** A line and no more, whatever a device has put into it. */
export function oneLine(text: string, longest: number): string {
  const line = text.replaceAll(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim();
  return line.length > longest ? `${line.slice(0, longest)}…` : line;
}

export const markText = (text: string): string => oneLine(text, LONGEST_MARK);

export const markOptions = (text: string): Uint8Array => packetOptions(text, 0);

/** Makes the options of packets for one file after the other. */
export class FrameNotes {
  readonly #plain = new Map<string | null, ByDirection>();
  #byList = new WeakMap<readonly string[], TagBlock>();
  readonly #byText = new Map<string, TagBlock>();
  #file = 0;
  #lastNumber = 0;
  #offered: TagBlock | null = null;

  /** Another file begins: in it every block is named once more. */
  beginFile(): void {
    this.#file++;
  }

  /** The same object for equal frames as far as possible; not to be changed. */
  optionsOf({ direction, device, tags, problem }: NotedFrame): Uint8Array {
    this.#offered = null;
    const block = tags === undefined || tags.length === 0 ? null : this.#blockOf(device, tags);
    if (problem === undefined) {
      if (block === null) return this.#plainOf(device)[direction];
      if (block.namedIn === this.#file) return block.brief[direction];
    }
    if (block === null) return noteOptions(device ?? UNKNOWN_DEVICE, direction, problem);
    if (block.namedIn === this.#file) return noteOptions(block.briefText, direction, problem);
    this.#offered = block;
    return noteOptions(block.fullText, direction, problem);
  }

  /** The options given last have been written: what they name need not be named again in this file. */
  written(): void {
    if (this.#offered !== null) this.#offered.namedIn = this.#file;
    this.#offered = null;
  }

  #plainOf(device: string | null): ByDirection {
    const known = this.#plain.get(device);
    if (known !== undefined) return known;
    const made = bothDirections(device ?? UNKNOWN_DEVICE);
    this.#plain.set(device, made);
    return made;
  }

  #blockOf(device: string | null, tags: readonly string[]): TagBlock {
    const known = this.#byList.get(tags);
    if (known !== undefined && known.device === device) return known;
    const text = `${device ?? UNKNOWN_DEVICE} ${tags.join()}`;
    const block = this.#byText.get(text) ?? this.#newBlock(device, tags);
    if (this.#byText.size >= MOST_BLOCKS) {
      this.#byText.clear();
      this.#byList = new WeakMap();
    }
    this.#byText.set(text, block);
    this.#byList.set(tags, block);
    return block;
  }

  #newBlock(device: string | null, tags: readonly string[]): TagBlock {
    const number = ++this.#lastNumber;
    const who = `${device ?? UNKNOWN_DEVICE} #${number}: `;
    const briefText = who + briefList(tags);
    const fullText = who + wholeList(tags);
    return { device, number, briefText, brief: bothDirections(briefText), fullText, namedIn: -1 };
  }
}

function noteOptions(who: string, direction: NotedFrame['direction'], problem?: string): Uint8Array {
  if (problem === undefined) return packetOptions(who, PACKET_FLAGS[direction]);
  const flags = PACKET_FLAGS[direction] | (/\bCRC\b/i.test(problem) ? PACKET_FLAGS.crcError : 0);
  return packetOptions(`${who}${PROBLEM}${oneLine(problem, LONGEST_PROBLEM)}`, flags);
}

const bothDirections = (who: string): ByDirection => ({
  sent: noteOptions(who, 'sent'),
  received: noteOptions(who, 'received'),
});

/** All names, or as many as an option can hold and the last one. */
function wholeList(tags: readonly string[]): string {
  const all = tags.join(', ');
  if (Buffer.byteLength(all) <= LONGEST_LIST) return all;
  let end = 0;
  for (let bytes = 0; end < tags.length; end++) {
    bytes += Buffer.byteLength(tags[end] ?? '') + 2;
    if (bytes > LONGEST_LIST) break;
  }
  return `${tags.slice(0, end).join(', ')}${GAP}${tags.at(-1)} (${tags.length})`;
}

function briefList(tags: readonly string[]): string {
  return tags.length < 3 ? wholeList(tags) : `${tags[0]}${GAP}${tags.at(-1)} (${tags.length})`;
}

export interface Note {
  readonly device: string | null;
  readonly tags: readonly string[];
  readonly problem: string | null;
}

const NO_TAGS: readonly string[] = [];

/** Takes the comments of one file apart, front to back. A comment that somebody else wrote becomes a note of some sort. */
export class NoteReader {
  readonly #lists = new Map<string, readonly string[]>();

  read(comment: string): Note {
    const mark = comment.indexOf(PROBLEM);
    const problem = mark < 0 ? null : comment.slice(mark + PROBLEM.length);
    const [who = '', ...list] = (mark < 0 ? comment : comment.slice(0, mark)).split(': ');
    const [name = '', number] = who.split(' #');
    const device = name === UNKNOWN_DEVICE ? null : name;
    return { device, problem, tags: number === undefined ? NO_TAGS : this.#tags(who, list.join(': ')) };
  }

  #tags(who: string, list: string): readonly string[] {
    const known = this.#lists.get(who);
    if (known !== undefined) return known;
    const [head = '', last] = list.split(GAP);
    const names = head.split(', ');
    // The start of the file is missing, or the list was cut: what there is.
    if (last !== undefined) return [...names, last.replace(/ \(\d+\)$/, '')];
    if (this.#lists.size < MOST_BLOCKS) this.#lists.set(who, names);
    return names;
  }
}
