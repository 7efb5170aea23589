import { type FirstCallSnippet, firstCallSnippets } from '@/lib/domain/first-call';
import { CodeBlock } from './code-block';
import styles from './first-call.module.css';

/** What stands in a snippet while the key is not shown. */
export const KEY_PLACEHOLDER = 'YOUR_KEY';

/**
 * A first call in four languages. The tabs are radio buttons and a style: they work without scripts, by the
 * arrow keys, and a browser that does not know the style shows all four.
 */
export function FirstCall({ url, apiKey }: { url: string; apiKey: string }) {
  const snippets = firstCallSnippets({ url, key: apiKey });
  return (
    <div className={styles.tabs}>
      <fieldset className={styles.bar}>
        <legend className="visually-hidden">Language</legend>
        {snippets.map((snippet, index) => (
          <label key={snippet.id} className={styles.tab}>
            <input
              type="radio"
              name="language"
              value={snippet.id}
              defaultChecked={index === 0}
              className="visually-hidden"
            />
            {snippet.label}
          </label>
        ))}
      </fieldset>
      {snippets.map((snippet) => (
        <Panel key={snippet.id} snippet={snippet} />
      ))}
    </div>
  );
}

function Panel({ snippet }: { snippet: FirstCallSnippet }) {
  return (
    <div className={styles.panel} data-language={snippet.id}>
      <CodeBlock code={snippet.code} label={snippet.label} />
    </div>
  );
}
