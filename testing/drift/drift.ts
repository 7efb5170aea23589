import type { CatalogProgram } from '../catalog-program';

/** Something that somebody changes at a vendor by hand. */
export interface Drift {
  what: string;
  byHand(program: CatalogProgram): Promise<unknown>;
  /** What verify says of it: subject, then details. */
  found: [subject: string, details: RegExp];
}
