import type { Metadata } from 'next';
import { env } from '@/lib/server/env/env';
import { getDeps } from '@/lib/server/wiring/deps';
import { Hero } from './_parts/hero';
import { HowItWorks } from './_parts/how-it-works';
import { Promises } from './_parts/promises';
import { VolumeCards } from './_parts/volume-cards';

export const metadata: Metadata = { alternates: { canonical: '/' } };

export default async function LandingPage() {
  const { catalog, settings } = await getDeps();
  return (
    <main id="content">
      <Hero products={catalog.products} gatewayUrl={settings.gatewayUrl} />
      <VolumeCards products={catalog.products} />
      <HowItWorks />
      <Promises graceDays={settings.graceDays} counted={env().apim?.usageCounts ?? 'successful'} />
    </main>
  );
}
