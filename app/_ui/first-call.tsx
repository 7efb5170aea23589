import { type FirstCallSnippet, firstCallSnippets } from '@/lib/domain/catalog/first-call';
import { CodeBlock } from './code-block';
import styles from './first-call.module.css';
import { SubmitButton } from './submit-button';

/** The placeholder in a snippet while the key is not shown. */
const KEY_PLACEHOLDER = 'YOUR_KEY';

/**
 * A first call in four languages. The tabs are radio buttons and a style: they work without scripts, by the
 * arrow keys, and a browser that does not know the style shows all four. Without a key there is nothing to copy: what
 * is offered instead sends the form that shows the keys.
 */
export function FirstCall({
  url,
  apiKey,
  insertForm,
}: {
  url: string;
  apiKey: string | null;
  /** The id of the form that shows the keys. */
  insertForm: string;
}) {
  const snippets = firstCallSnippets({ url, key: apiKey ?? KEY_PLACEHOLDER });
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
        <Panel
          key={snippet.id}
          snippet={snippet}
          insertForm={apiKey === null ? insertForm : null}
        />
      ))}
    </div>
  );
}

function Panel({ snippet, insertForm }: { snippet: FirstCallSnippet; insertForm: string | null }) {
  return (
    <div className={styles.panel} data-language={snippet.id}>
      <CodeBlock
        code={snippet.code}
        label={snippet.label}
        {...(insertForm === null ? {} : { tool: <Insert form={insertForm} /> })}
      />
    </div>
  );
}

function Insert({ form }: { form: string }) {
  return (
    <SubmitButton form={form} size="small" working="Loading…" name="intent" value="show">
      Insert my key
    </SubmitButton>
  );
}
