import type { CatalogueDrift } from '@/lib/server/catalogue-drift';
import styles from './changes-table.module.css';

type Changes = Extract<CatalogueDrift, { kind: 'read' }>['changes'];

export function ChangesTable({ changes }: { changes: Changes }) {
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          <th scope="col">Where</th>
          <th scope="col">What</th>
          <th scope="col">Change</th>
          <th scope="col">Details</th>
        </tr>
      </thead>
      <tbody>
        {changes.map(({ system, subject, action, details }) => (
          <tr key={`${system} ${subject} ${details}`}>
            <td>{system}</td>
            <th scope="row">{subject}</th>
            <td>{action}</td>
            <td>{details}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
