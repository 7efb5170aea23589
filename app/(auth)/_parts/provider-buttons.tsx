import { configuredProviders } from '@/lib/auth/providers';
import { Button } from '../../_ui/button';
import styles from './form.module.css';

/** Other ways in, where the operator offers some: plain forms, because beginning one keeps something in the browser. */
export function ProviderButtons({ next }: { next: string | null }) {
  const providers = configuredProviders();
  if (providers.length === 0) return null;
  return (
    <div className={styles.providers}>
      <p className={styles.or}>or</p>
      {providers.map(({ id, name }) => (
        <form key={id} action={`/api/sign-in/${id}`} method="post">
          {next === null ? null : <input type="hidden" name="next" value={next} />}
          <Button wide size="large">
            Continue with {name}
          </Button>
        </form>
      ))}
    </div>
  );
}
