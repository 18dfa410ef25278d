/**
 * A certificate authority and what it has issued to a server, for tests of trust: made once by OpenSSL, key thrown away. The
 * list of revoked certificates is there because the library trusts no issuer without one. DER in base64.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const der = (lines: readonly string[]): Buffer => Buffer.from(lines.join(''), 'base64');

/** The authority itself, valid from 2018 to 2118. */
const ISSUER = der([
  'MIIDCjCCAfKgAwIBAgIBATANBgkqhkiG9w0BAQsFADAVMRMwEQYDVQQDDApraXQgaXNzdWVyMCAXDTE4MDEwMTAwMDAwMFoYDzIxMTgwMTAxMD',
  'AwMDAwWjAVMRMwEQYDVQQDDApraXQgaXNzdWVyMIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAqZO7KmbUUJNCNChTZfhQWfn6plMx',
  'WT6/owSJiC1HDoAF4SaEjw8q2+uzgsemtp+4Lb+6vVc5wBnxIlwoBR9kavHODtWOMhtdPMjxfdQL99IGNXqnnkcFSLw1FBkbC3SnuKq759cxAV',
  'SV9u9ELR5e6dRo6zqDANdWTIZ6KzipDlEar1s5v4QLrvL22uqEzH7cEbwZ7lENIQV070M4JjatwlCoYG6IIL9PQfSZkyQC0IbmhJA856o55NeB',
  'B3zyc5uR03pRy/hH5uCsekCdPmhcpYVJUtIxK5LzDjC/TUNCFUxX5A34ufjb/bKimZpXFVK8hlruGdZKPvKHh7kpkTlPVwIDAQABo2MwYTAPBg',
  'NVHRMBAf8EBTADAQH/MA4GA1UdDwEB/wQEAwIBBjAdBgNVHQ4EFgQUzRL8ItrTXM91GyT1YXNCIDVURxAwHwYDVR0jBBgwFoAUzRL8ItrTXM91',
  'GyT1YXNCIDVURxAwDQYJKoZIhvcNAQELBQADggEBAHf26Sk6wBnvbDfa3d/MznC+FwtgSqKBZaXaOCHQ9qsIUZZC1kLJ4ND8lG53MX9wpePXy3',
  'V48V8EETc+a9s4MVk7tMiuIjrKlU/9F2CnsI1KI0e+WaJl6x8CixMEpgJBqSmazwzh4XGkY3i1+ysQv7vsoGcqtw9ZsJXn8trEQMlBmQszgIEP',
  'DEMvn9iGuEQPw1XvyZvUzkdiMvbSRuk5E88Y03ME7NBKw4r9AVIA4ga5Xh6hfKdXB3C8uoyai6wdr1msEJ+DfG0TwSNXi0RiCBzw442TZWpjxA',
  'gIAIByirLfXWCi5e1fjT7wo+fvjwPVSEhpl3utRQoyE60OmmlIowQ=',
]);

/** Nothing is revoked; valid from 2018 to 2118. */
const REVOKED = der([
  'MIIBXDBGMA0GCSqGSIb3DQEBCwUAMBUxEzARBgNVBAMMCmtpdCBpc3N1ZXIXDTE4MDEwMTAwMDAwMFoYDzIxMTgwMTAxMDAwMDAwWjANBgkqhk',
  'iG9w0BAQsFAAOCAQEAnAkTeyRqZt9GciX9g1A2+30SUImo21grNAgLTH7wtHiF0pyiVqBklgzSjkSefbeThfo8oMOZ8oQj5CpWfzoA1KrmekJO',
  'eauPPL/wcVx1Tx6ByziigmZmV7Fqxil2si3l5eQ/TF824kZD/CrDv7652M7lKYqMXIeltNp7nVeBXoxFNSjGGbrKjxkYurVVltw6ePdRC99zXX',
  'dmftdf03bV4s/AUa3LtrK36Tytd/x5l4e51PGLO0Y0b2zDpzNahhrCmyuVku3Je47IQPcSc+d0hSZyvUWtuC94zR7ZHMNS6roJGPXMFbaja/0v',
  'ncHR7LQhJuK9uQ0MlBcCAYIQaHzUYw==',
]);

/** A server's certificate, valid from 2018 to 2118. */
export const ISSUED_VALID = der([
  'MIIDQDCCAiigAwIBAgIBAzANBgkqhkiG9w0BAQsFADAVMRMwEQYDVQQDDApraXQgaXNzdWVyMCAXDTE4MDEwMTAwMDAwMFoYDzIxMTgwMTAxMD',
  'AwMDAwWjARMQ8wDQYDVQQDDAZraXQgZ2MwggEiMA0GCSqGSIb3DQEBAQUAA4IBDwAwggEKAoIBAQDF81V8Cz3DY8nt7RTZbXuyQX19avcLMNag',
  'FnUKJEk0J0p3fprNfKXKRcH0rHoTjCk5aUG0uLW77qsBeNKnFr7QAGIRWn/QmQ2fUHDPUQjRPALuWQSd9FgqWX4xJDPSOoyQ8vOF2G3I/zAauV',
  'eiXUJaPY0t8Yxw3/u3BOoi4jGEe1mYHBM3YZdBKRWlm/RJmrYN+y2ih75v6XEFtx8LrqR8ldFePwsgfs9eHcIkMMAS80zVc0wagC5x630CmBhp',
  'CGu2X1nkH3fjJ4HdQcDQ5fw4l6o6JgX1r6iztoJ37a90oy7EGYtCHgIegJ9dU8arYvXtQU7BMUkIa4mKlmgrL3eXAgMBAAGjgZwwgZkwDAYDVR',
  '0TAQH/BAIwADAOBgNVHQ8BAf8EBAMCBPAwEwYDVR0lBAwwCgYIKwYBBQUHAwEwHQYDVR0OBBYEFDfDiN0wKmcUB+WcyNvBfHEK1KaiMB8GA1Ud',
  'IwQYMBaAFM0S/CLa01zPdRsk9WFzQiA1VEcQMCQGA1UdEQQdMBuGE3VybjpjaXR5Z2F0ZTpraXQ6Z2OHBH8AAAEwDQYJKoZIhvcNAQELBQADgg',
  'EBAJMQ7iBjxCf+YSXh4jMhLSSsq20wyQCtSQVEgYK1CkbhRVI33i0i/DyB35VzTkcuoJA8OQbrzVJ65YIoHLg6N8t+Esygl6FrzY9JH4Xbrb1/',
  'rjMMoMeTok5k/7fI06uW1Qb73FH4/qW//hzgVAsrXj6dadTmHL731arG10kxUD1syZxUh+kshFLhF4ytSsWxTcv1xh09GrfW3W0HYf8nmJ6yA0',
  '87lq4cuYkcimfP9OmMj1NQBAk/kfwknKs/DI+6DhGu0HYboUcYc2DIIpiBvCZtkXbiHexPvut/kmKpgiNLmXAxwnjaX/Va/BmTTV2RVpuTcAzE',
  'X984vpHyRNg4Ql8=',
]);

/** The same server's, valid in 2018 only. */
export const ISSUED_EXPIRED = der([
  'MIIDPjCCAiagAwIBAgIBAjANBgkqhkiG9w0BAQsFADAVMRMwEQYDVQQDDApraXQgaXNzdWVyMB4XDTE4MDEwMTAwMDAwMFoXDTE5MDEwMTAwMD',
  'AwMFowETEPMA0GA1UEAwwGa2l0IGdjMIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAxfNVfAs9w2PJ7e0U2W17skF9fWr3CzDWoBZ1',
  'CiRJNCdKd36azXylykXB9Kx6E4wpOWlBtLi1u+6rAXjSpxa+0ABiEVp/0JkNn1Bwz1EI0TwC7lkEnfRYKll+MSQz0jqMkPLzhdhtyP8wGrlXol',
  '1CWj2NLfGMcN/7twTqIuIxhHtZmBwTN2GXQSkVpZv0SZq2Dfstooe+b+lxBbcfC66kfJXRXj8LIH7PXh3CJDDAEvNM1XNMGoAucet9ApgYaQhr',
  'tl9Z5B934yeB3UHA0OX8OJeqOiYF9a+os7aCd+2vdKMuxBmLQh4CHoCfXVPGq2L17UFOwTFJCGuJipZoKy93lwIDAQABo4GcMIGZMAwGA1UdEw',
  'EB/wQCMAAwDgYDVR0PAQH/BAQDAgTwMBMGA1UdJQQMMAoGCCsGAQUFBwMBMB0GA1UdDgQWBBQ3w4jdMCpnFAflnMjbwXxxCtSmojAfBgNVHSME',
  'GDAWgBTNEvwi2tNcz3UbJPVhc0IgNVRHEDAkBgNVHREEHTAbhhN1cm46Y2l0eWdhdGU6a2l0OmdjhwR/AAABMA0GCSqGSIb3DQEBCwUAA4IBAQ',
  'AVhDozlUfT/e+itHGuE8/WMiH1Xjp4Ow+ATYqylahAuEQWbYddHwEstayQpgjEhE5xA6Vz5PhOsb81khyVpvxjwMeyI7U5KsyhOcmjTpmyJnNI',
  'Yn4ne39Qh4H6chawteDk9uQTX8D78yQg9Z8yttcfA88SP61vEVjxPTGfzg7xLppQ1+Wa9ZRKd7ld1HqrXgtmYQaQN0LiSeHplsZS9PNRc/HEzg',
  'LuZLD7u0W7i4K2gCdmzMLHQdjh55XkZvEzWiv/p80RD1eAwPwA/J795PFfUdq8skRmNvvw7tVsBvV2ZYg46UchjYEse3+2dUgUfFMPcd5Z7Kpq',
  '2FYDPU+qz+XI',
]);

/** Trusts the authority, and with it everything that it issues. */
export function trustIssuer(pki: string): void {
  for (const folder of ['issuers/certs', 'issuers/crl', 'trusted/certs', 'trusted/crl']) {
    mkdirSync(join(pki, folder), { recursive: true });
    writeFileSync(join(pki, folder, 'kit-issuer.der'), folder.endsWith('crl') ? REVOKED : ISSUER);
  }
}
