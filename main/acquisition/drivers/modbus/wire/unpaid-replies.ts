/**
 * Answers that one connection without transaction ids still owes, for as long as it lives. The line behind it may be over its
 * debts after a while (late-replies.ts), but a serial server that was held up answers everything it was sent, however long ago,
 * in order. So a request whose answer could be mixed up with one of these is not sent on this connection any more: it is renewed,
 * unless the unit has answered something else meanwhile.
 */
import { answers, isAlike, type ReplyShape } from './pdu.ts';

export class UnpaidReplies {
  #shapes: ReplyShape[] = [];

  get isEmpty(): boolean {
    return this.#shapes.length === 0;
  }

  add(shape: ReplyShape): void {
    this.#shapes.push(shape);
  }

  /** True when this reply (unit · PDU) is one of them: it must be thrown away. */
  take(body: Uint8Array): boolean {
    const [unit = 0, code = 0] = body;
    const at = this.#shapes.findIndex(shape => answers({ unit, code, length: body.length }, shape));
    if (at < 0) return false;
    this.#shapes.splice(at, 1);
    return true;
  }

  /** The unit has answered what it was asked after these: they do not come any more. */
  answered(unit: number): void {
    if (this.#shapes.length > 0) this.#shapes = this.#shapes.filter(shape => shape.unit !== unit);
  }

  /** An answer of this shape could be taken for one of them. */
  owes(frame: ReplyShape): boolean {
    return this.#shapes.some(shape => answers(frame, shape));
  }

  isAmbiguous(reply: ReplyShape): boolean {
    return this.#shapes.some(shape => isAlike(shape, reply));
  }
}
