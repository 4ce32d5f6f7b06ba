import { Text } from '@radix-ui/themes';
import type { ReactNode } from 'react';
import { BrandMark } from '#components/layout/brand.tsx';

/** Pages outside the dashboard: one card in the middle, the product's name above it. */
export default function AccountLayout({ children }: { children: ReactNode }) {
  return (
    <div className="flex min-h-dvh flex-col items-center bg-(--gray-2) px-4 py-10 sm:justify-center">
      <div className="w-full max-w-[26rem]">
        <header className="mb-5 flex items-center gap-2">
          <BrandMark size={26} />
          <Text size="4" weight="bold">
            Gatehouse
          </Text>
        </header>
        <main>{children}</main>
      </div>
    </div>
  );
}
