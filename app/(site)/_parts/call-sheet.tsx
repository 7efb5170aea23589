import { CodeBlock } from '../../_ui/code-block';
import styles from './call-sheet.module.css';

/** A real call through the gateway, and the answer that it gets. */
export function CallSheet({ gatewayUrl }: { gatewayUrl: string }) {
  const command = [
    `curl -i ${gatewayUrl}/sample/echo \\`,
    '  -H "Ocp-Apim-Subscription-Key: $YOUR_KEY"',
  ].join('\n');
  return (
    <CodeBlock code={command} label="Your first call">
      <span className={styles.dim}>$ </span>
      curl -i <span className={styles.address}>{gatewayUrl}/sample/echo</span> \{'\n'}
      {'    -H '}
      <span className={styles.text}>"Ocp-Apim-Subscription-Key: $YOUR_KEY"</span>
      {'\n\n'}
      <span className={styles.good}>HTTP/1.1 200 OK</span>
      {'\n'}
      <span className={styles.dim}>content-type: application/json</span>
      {'\n\n'}
      {'{ "message": "Hello from the sample API" }'}
      {'\n\n'}
    </CodeBlock>
  );
}
