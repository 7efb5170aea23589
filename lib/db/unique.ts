import { Prisma } from './generated/client';

/** True when a write was rejected because a row with the same unique value exists already. */
export function isUniqueViolation(error: unknown): boolean {
  return error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002';
}
