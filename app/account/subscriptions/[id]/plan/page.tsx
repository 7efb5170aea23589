import type { Metadata } from 'next';
import Link from 'next/link';
import { notFound } from 'next/navigation';
import { requireUser, requireUserFor } from '@/lib/auth/guards';
import { pathSegment } from '@/lib/server/http/path-segment';
import { getDeps } from '@/lib/server/wiring/deps';
import type { PlanChangeWhen } from '@/lib/use-cases/subscriptions/plan-change-rules';
import {
  listPlanChoices,
  presetWhen,
  previewPlanChange,
} from '@/lib/use-cases/subscriptions/preview-plan-change';
import { Panel } from '../../../../_ui/panel';
import { PlanForm } from './_parts/plan-form';
import { PlanPreview } from './_parts/plan-preview';
import styles from './page.module.css';

export const metadata: Metadata = { title: 'Change plan' };

/** Choose, see what it costs, confirm. Choosing is a GET that changes nothing, so it works without scripts. */
export default async function PlanPage({
  params,
  searchParams,
}: {
  params: Promise<{ id: string }>;
  searchParams: Promise<{ product?: string | string[]; when?: string | string[] }>;
}) {
  const id = pathSegment((await params).id);
  const page = `/account/subscriptions/${encodeURIComponent(id)}`;
  const { product, when } = await searchParams;
  const productId = typeof product === 'string' ? product : null;
  const here = `${page}/plan`;
  const user = await (productId === null ? requireUser(here) : requireUserFor('preview', here));
  const deps = await getDeps();
  const which = { userId: user.id, subscriptionId: id };
  const listed = await listPlanChoices(deps, which);
  if (listed.kind === 'not-found') notFound();
  const chosenWhen: PlanChangeWhen =
    when === 'period-end' || when === 'now' ? when : presetWhen(listed, productId);
  const preview =
    productId === null
      ? null
      : await previewPlanChange(deps, { ...which, productId, when: chosenWhen });
  if (preview?.kind === 'not-found') notFound();
  return (
    <main id="content" className={styles.main}>
      <p className={styles.back}>
        <Link href={page} prefetch={false}>
          ← {listed.name}
        </Link>
      </p>
      <h1 className={styles.title}>Change plan</h1>
      <p className={styles.lead}>
        You are on {listed.productName}. Your keys stay the same; usage so far is billed at your
        current rate.
      </p>
      <div className={styles.columns}>
        <Panel id="plans" title="Plans">
          <PlanForm listed={listed} productId={productId} when={chosenWhen} />
        </Panel>
        {preview === null ? null : <PlanPreview subscriptionId={id} preview={preview} />}
      </div>
    </main>
  );
}
