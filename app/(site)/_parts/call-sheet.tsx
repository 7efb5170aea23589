import { CodeBlock } from '../../_ui/code-block';
import styles from './call-sheet.module.css';

/** A real call through the gateway, and an answer as the provisioned sample API gives it. */
export function CallSheet({ gatewayUrl }: { gatewayUrl: string }) {
  const command = [
    `curl -i ${gatewayUrl}/sample/time \\`,
    '  -H "Ocp-Apim-Subscription-Key: $YOUR_KEY"',
  ].join('\n');
  return (
    <CodeBlock code={command} label="Your first call">
      <span className={styles.dim}>$ </span>
      curl -i <span className={styles.address}>{gatewayUrl}/sample/time</span> \{'\n'}
      {'    -H '}
      <span className={styles.text}>"Ocp-Apim-Subscription-Key: $YOUR_KEY"</span>
      {'\n\n'}
      <span className={styles.good}>HTTP/1.1 200 OK</span>
      {'\n'}
      <span className={styles.dim}>content-type: application/json</span>
      {'\n\n'}
      {'{ "time": "2026-03-02T09:00:00.0000000Z" }'}
      {'\n\n'}
    </CodeBlock>
  );
}
