import { invalidField } from '#lib/errors.ts';
import type { IdentityProviderInput } from './identity-provider-input.ts';

/**
 * The one of the form's three ways that is chosen. Throws invalid_request_parameters where its field is empty,
 * with what belongs there; everything else is judged by readIdentityProvider.
 */
export function typedIdentityProvider(form: {
  from: 'metadata_url' | 'metadata_xml' | 'fields';
  idp_metadata_url: string;
  as_read: string;
  metadata_xml: string;
  idp_entity_id: string;
  idp_sso_url: string;
  idp_sso_binding: 'redirect' | 'post';
  idp_slo_url: string;
  idp_slo_binding: 'redirect' | 'post';
  idp_signing_certs: string;
}): IdentityProviderInput {
  switch (form.from) {
    case 'metadata_url':
      if (form.idp_metadata_url.trim() === '') {
        throw invalidField('idp_metadata_url', "Enter the address of the identity provider's metadata.");
      }
      return {
        from: 'metadata_url',
        url: form.idp_metadata_url.trim(),
        asRead: form.as_read === '' ? undefined : form.as_read,
      };
    case 'metadata_xml':
      if (form.metadata_xml.trim() === '') {
        throw invalidField('metadata_xml', 'Paste the metadata, or choose the file that holds it.');
      }
      return { from: 'metadata_xml', xml: form.metadata_xml };
    case 'fields':
      return {
        from: 'fields',
        entityId: form.idp_entity_id,
        ssoUrl: form.idp_sso_url,
        ssoBinding: form.idp_sso_binding,
        sloUrl: form.idp_slo_url,
        sloBinding: form.idp_slo_binding,
        certificates: [form.idp_signing_certs],
      };
  }
}
