import type Stripe from 'stripe';
import type { Requests } from '../schemas/requests';

/** What the types don't say of a text: how long it may be, and whether an empty one unsets it. */
export interface TextRule {
  readonly max?: number;
  readonly clearable?: true;
}

export interface NumberRule {
  readonly min?: number;
  readonly max?: number;
}

/**
 * What an operation does with its parameters: `true` for all that Stripe takes, a list of the values that
 * it knows, a rule, or the same for each field. What isn't named is refused: Stripe has it, the emulator not.
 */
export type Mask<T> =
  | true
  | TextRule
  | NumberRule
  | readonly (string | boolean)[]
  | { readonly [K in keyof Fields<T>]?: Mask<Fields<T>[K]> };

/** What is left of a request after its mask, as it comes out of a form: decimals and metadata are text. */
export type Params<K extends keyof Requests, M> = Taken<Requests[K], M>;

export type Taken<T, M> = M extends true
  ? Plain<Given<T>>
  : Given<T> extends readonly (infer I)[]
    ? Taken<I, M>[]
    : M extends readonly (infer V)[]
      ? V
      : Given<T> extends Scalar
        ? Plain<Given<T>>
        : Parts<T, M>;

type Scalar = string | number | boolean | Stripe.Decimal;
type Given<T> = Exclude<T, null | undefined>;
type Item<T> = T extends readonly (infer I)[] ? I : T;
/** The fields of an object, or of the objects in a list, whatever else may stand there. */
type Fields<T> = Exclude<Item<Given<T>>, Scalar>;

type Parts<T, M> =
  | Plain<Extract<Given<T>, Scalar>>
  | (Exclude<Given<T>, Scalar> extends readonly (infer I)[]
      ? Taken<I, M>[]
      : {
          [K in keyof Fields<T> as K extends keyof M ? K : never]: K extends keyof M
            ? Taken<Fields<T>[K], M[K]>
            : never;
        });

type Plain<T> = Text<T> | NotText<Exclude<T, string>>;

/** The SDK leaves its enums open with a text that is no literal; the emulator knows which there are. */
type Text<T> = [Extract<T, string>] extends [never]
  ? never
  : [Literal<T>] extends [never]
    ? string
    : Literal<T>;
type Literal<T> = T extends string ? (string extends T ? never : T) : never;

type NotText<T> = T extends Stripe.Decimal
  ? string
  : T extends number | boolean
    ? T
    : T extends readonly (infer I)[]
      ? Plain<Given<I>>[]
      : string extends keyof T
        ? Record<string, T[keyof T] extends object | undefined ? Plain<Given<T[keyof T]>> : string>
        : { [K in keyof T]: Plain<Given<T[K]>> };
