import { create } from 'qrcode';
import styles from '../settings.module.css';

/** A text as a square code to scan, drawn on the server. */
export function QrPicture({ text, label }: { text: string; label: string }) {
  const { size, data } = create(text, { errorCorrectionLevel: 'M' }).modules;
  const dark = Array.from({ length: size * size }, (_, index) => index).filter((i) => data[i]);
  const path = dark.map((i) => `M${i % size} ${Math.floor(i / size)}h1v1h-1z`).join('');
  return (
    <svg
      className={styles.qr}
      viewBox={`-2 -2 ${size + 4} ${size + 4}`}
      role="img"
      aria-label={label}
      shapeRendering="crispEdges"
    >
      <path d={path} fill="#000000" />
    </svg>
  );
}
