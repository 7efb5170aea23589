import Link from 'next/link';
import type { ReactNode } from 'react';
import styles from './listing.module.css';

export interface Column<Row> {
  head: string;
  cell: (row: Row) => ReactNode;
  numeric?: boolean;
  /** Single words, which the table never breaks to make room for other columns. */
  whole?: boolean;
  /** Sorted by this column; the head then leads to the other order. */
  sortHref?: string;
  order?: 'asc' | 'desc';
}

/** A dense table; on a phone every row is a block with its heads next to the values. */
export function Listing<Row>({
  caption,
  columns,
  rows,
  rowKey,
  empty,
  nextHref = null,
}: {
  caption: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  rowKey: (row: Row) => string;
  empty: string;
  nextHref?: string | null;
}) {
  if (rows.length === 0) return <p className={styles.empty}>{empty}</p>;
  return (
    <>
      <table className={styles.table}>
        <caption className="visually-hidden">{caption}</caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <Head key={column.head} column={column} />
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={rowKey(row)}>
              {columns.map(({ head, cell, numeric, whole }) => (
                <td
                  key={head}
                  data-head={head}
                  className={numeric ? styles.numeric : whole ? styles.whole : undefined}
                >
                  {cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {nextHref === null ? null : (
        <p className={styles.more}>
          <Link href={nextHref} prefetch={false}>
            Next page
          </Link>
        </p>
      )}
    </>
  );
}

function Head<Row>({ column }: { column: Column<Row> }) {
  const { head, numeric, sortHref, order } = column;
  const sorted = order === undefined ? undefined : order === 'asc' ? 'ascending' : 'descending';
  return (
    <th scope="col" className={numeric ? styles.numeric : undefined} aria-sort={sorted}>
      {sortHref === undefined ? (
        head
      ) : (
        <Link href={sortHref} prefetch={false}>
          {head}
          {order === undefined ? '' : order === 'asc' ? ' ↑' : ' ↓'}
        </Link>
      )}
    </th>
  );
}
