import type { PrismaClient, SoldProduct } from './generated/client';

export function findSoldProduct(db: PrismaClient, id: string): Promise<SoldProduct | null> {
  return db.soldProduct.findUnique({ where: { id } });
}

export function listSoldProducts(db: PrismaClient): Promise<SoldProduct[]> {
  return db.soldProduct.findMany();
}

/** Keeps what the catalog says of a product now, for when it says nothing of it any more. */
export async function keepSoldProduct(
  db: PrismaClient,
  product: Omit<SoldProduct, 'updatedAt'>,
  at: Date,
): Promise<void> {
  const { id, ...facts } = product;
  await db.soldProduct.upsert({
    where: { id },
    create: { id, ...facts, updatedAt: at },
    update: { ...facts, updatedAt: at },
  });
}
