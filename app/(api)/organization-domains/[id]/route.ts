/** The same addresses with a hyphen, as parts of the documentation write them. */
export { DELETE, GET } from '#app/(api)/organization_domains/[id]/route.ts';
