import Testing

/// The assertions of WebAuthn Level 3, section "Test Vectors", that are made with ES256, each with the public key of its
/// registration. In base64url.
struct WebAuthnVector: Sendable, CustomTestStringConvertible {
    var title: String
    /// What the vector says of the user, and of the page: who was not verified, or was on a framed page, is refused.
    var isAccepted: Bool
    var publicKey: String
    var challenge: String
    var authenticatorData: String
    var clientData: String
    var signature: String

    var testDescription: String { title }

    static let all: [WebAuthnVector] = [
        WebAuthnVector(
            title: "ES256 Credential with No Attestation", isAccepted: false,
            publicKey:
                "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEr--hb5fKmy0j64bMtkCY0g25CFYGLrJJwzqbZy8m32GTCla4ei_KZjNLA0"
                + "WKv4eXF8Esxo7XMpCvLiZkeWuSIA",
            challenge:
                "OcDnUhQXulTUPo3JUXT0I97pvzzYBP9tZchXyav01Ag",
            authenticatorData:
                "v6vDdDKViwYzYNOtZGHJxHNa5_jt1GWSpeDwFFKy5LUZAAAAAA",
            clientData:
                "eyJ0eXBlIjoid2ViYXV0aG4uZ2V0IiwiY2hhbGxlbmdlIjoiT2NEblVoUVh1bFRVUG8zSlVYVDBJOTdwdnp6WUJQOXRaY2"
                + "hYeWF2MDFBZyIsIm9yaWdpbiI6Imh0dHBzOi8vZXhhbXBsZS5vcmciLCJjcm9zc09yaWdpbiI6ZmFsc2V9",
            signature:
                "MEYCIQD1Ck4uRAkknEqFO6NhKC8JhB303UVHoTqHeAIY3v_NOAIhAISArA8Lk1OBdPV1vxGh3V14xuSGAT-TcpXqE2U-Mx"
                + "6H"
        ),
        WebAuthnVector(
            title: "ES256 Credential with Self Attestation", isAccepted: false,
            publicKey:
                "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE6xUcgXayJcxlFVn-zwevRQ_YWAIEZlazTBj2zxk4Q8WSe4qkJ6K-G4g00j"
                + "Oi009h8Tv9RBGcMl1YluGD_uSE8g",
            challenge:
                "RHihCxNSNI3RYME1Ow1Gm12xnrkcJ_ffpv7Tn-Jq8gs",
            authenticatorData:
                "v6vDdDKViwYzYNOtZGHJxHNa5_jt1GWSpeDwFFKy5LUJAAAAAA",
            clientData:
                "eyJ0eXBlIjoid2ViYXV0aG4uZ2V0IiwiY2hhbGxlbmdlIjoiUkhpaEN4TlNOSTNSWU1FMU93MUdtMTJ4bnJrY0pfZmZwdj"
                + "dUbi1KcThncyIsIm9yaWdpbiI6Imh0dHBzOi8vZXhhbXBsZS5vcmciLCJjcm9zc09yaWdpbiI6ZmFsc2UsImV4dHJhRGF0"
                + "YSI6ImNsaWVudERhdGFKU09OIG1heSBiZSBleHRlbmRlZCB3aXRoIGFkZGl0aW9uYWwgZmllbGRzIGluIHRoZSBmdXR1cm"
                + "UsIHN1Y2ggYXMgdGhpczogZ1RiNTNyejZFaFNXb21YR3ppbUMxUSJ9",
            signature:
                "MEQCIDMQuUMZA8QB8b4r3I0jpAB2gtu93PhGmUlHt_Rl2vhAAiBOlN0ABHsxYGGzuZdyt-_ZWZSoPvWEs7a4Jeo1UCUbZg"
        ),
        WebAuthnVector(
            title: "ES256 Credential with \"crossOrigin\": true in clientDataJSON", isAccepted: false,
            publicKey:
                "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEIiAKRz-QsRB4hRVQ0DtORKInn4xOyiezFT3t_gPk6X3L0L6V50atb1qBkb"
                + "4RdW5MBCDnL2W0ZtObxWuLEjqcbg",
            challenge:
                "h2qlF7qD_e5l_P_bykyE7q5dVPgEGh_IXJkeW7snMTc",
            authenticatorData:
                "v6vDdDKViwYzYNOtZGHJxHNa5_jt1GWSpeDwFFKy5LUFAAAAAA",
            clientData:
                "eyJ0eXBlIjoid2ViYXV0aG4uZ2V0IiwiY2hhbGxlbmdlIjoiaDJxbEY3cURfZTVsX1BfYnlreUU3cTVkVlBnRUdoX0lYSm"
                + "tlVzdzbk1UYyIsIm9yaWdpbiI6Imh0dHBzOi8vZXhhbXBsZS5vcmciLCJjcm9zc09yaWdpbiI6dHJ1ZSwiZXh0cmFEYXRh"
                + "IjoiY2xpZW50RGF0YUpTT04gbWF5IGJlIGV4dGVuZGVkIHdpdGggYWRkaXRpb25hbCBmaWVsZHMgaW4gdGhlIGZ1dHVyZS"
                + "wgc3VjaCBhcyB0aGlzOiA5MnBjVFZEMEFieS1xNGR0bWo2ZWZnIn0",
            signature:
                "MEYCIQDrEvzyOxJ2TA8SLiI3H6uS4oOHn9eY847hhByVG25A5wIhAMdiN_-dt3s8VvMIN82moJrPoukVVE5gnAczsRhANt"
                + "HP"
        ),
        WebAuthnVector(
            title: "ES256 Credential with \"topOrigin\" in clientDataJSON", isAccepted: false,
            publicKey:
                "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEocR8HYLaTr6CzXIgcQKzgGcHAZk7w1OYri5XJkJ_4B2GwQgNgphwKMf1Ts"
                + "sbARhd4kOzWSlKDtIQzUdIDwrciA",
            challenge:
                "1UpcjKS2Ko47syHjsrxzhW-FoQFQ2yk5rBlXOeseoGY",
            authenticatorData:
                "v6vDdDKViwYzYNOtZGHJxHNa5_jt1GWSpeDwFFKy5LUFAAAAAA",
            clientData:
                "eyJ0eXBlIjoid2ViYXV0aG4uZ2V0IiwiY2hhbGxlbmdlIjoiMVVwY2pLUzJLbzQ3c3lIanNyeHpoVy1Gb1FGUTJ5azVyQm"
                + "xYT2VzZW9HWSIsIm9yaWdpbiI6Imh0dHBzOi8vZXhhbXBsZS5vcmciLCJjcm9zc09yaWdpbiI6dHJ1ZSwidG9wT3JpZ2lu"
                + "IjoiaHR0cHM6Ly9leGFtcGxlLmNvbSIsImV4dHJhRGF0YSI6ImNsaWVudERhdGFKU09OIG1heSBiZSBleHRlbmRlZCB3aX"
                + "RoIGFkZGl0aW9uYWwgZmllbGRzIGluIHRoZSBmdXR1cmUsIHN1Y2ggYXMgdGhpczogVWlGb0pNVlJRSERBRldGaTR2eFVw"
                + "USJ9",
            signature:
                "MEUCIQC1pwyBeA1fzJpPKunKrpkFj4rMr1i5H7WTKWRsKKxv_AIgEuEBwWXbPI6ZV_DFTdbKm1a8O9LygL0vqmwdAsblwX"
                + "E"
        ),
        WebAuthnVector(
            title: "ES256 Credential with very long credential ID", isAccepted: true,
            publicKey:
                "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEO4F2t1BEicxZMEbXmIq7eQWnQt5qws3HSKhzxmPpDLEUNtXtyadfI5me75"
                + "1ZUKXCRVUU7hAUCEcg-EGga4KKEQ",
            challenge:
                "7x3rpW3OSPZ0pEfM9juVmSWM6HZI5cOW8u8ModpGDjs",
            authenticatorData:
                "v6vDdDKViwYzYNOtZGHJxHNa5_jt1GWSpeDwFFKy5LUNAAAAAA",
            clientData:
                "eyJ0eXBlIjoid2ViYXV0aG4uZ2V0IiwiY2hhbGxlbmdlIjoiN3gzcnBXM09TUFowcEVmTTlqdVZtU1dNNkhaSTVjT1c4dT"
                + "hNb2RwR0RqcyIsIm9yaWdpbiI6Imh0dHBzOi8vZXhhbXBsZS5vcmciLCJjcm9zc09yaWdpbiI6ZmFsc2V9",
            signature:
                "MEUCID7O-D-xKgyueEEFX5-HEDqZ_RS0JBlLvwbEYj0-5uP9AiEA0qzjRtsmKxN0prcPqlH1GKQt3KE6QSXOb1BSp1usn7"
                + "Y"
        ),
        WebAuthnVector(
            title: "Packed Attestation with ES256 Credential", isAccepted: true,
            publicKey:
                "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEHPJ_JdpZEgikI5wuMk8QT1hVJUeaKe3u3YMPSOd66uVZ5LfabAEG4gbOOQ"
                + "yTq5ihWl7DiH5X8Mwr7OgDuSDEIw",
            challenge:
                "sRBvpGpXvvF4FRHAVX3ImKA0E9Xw8X0kRjDBlMfhrbU",
            authenticatorData:
                "v6vDdDKViwYzYNOtZGHJxHNa5_jt1GWSpeDwFFKy5LUNAAAAAA",
            clientData:
                "eyJ0eXBlIjoid2ViYXV0aG4uZ2V0IiwiY2hhbGxlbmdlIjoic1JCdnBHcFh2dkY0RlJIQVZYM0ltS0EwRTlYdzhYMGtSak"
                + "RCbE1maHJiVSIsIm9yaWdpbiI6Imh0dHBzOi8vZXhhbXBsZS5vcmciLCJjcm9zc09yaWdpbiI6ZmFsc2UsImV4dHJhRGF0"
                + "YSI6ImNsaWVudERhdGFKU09OIG1heSBiZSBleHRlbmRlZCB3aXRoIGFkZGl0aW9uYWwgZmllbGRzIGluIHRoZSBmdXR1cm"
                + "UsIHN1Y2ggYXMgdGhpczogQVpNd3lNeEliRDgtdWd1Rk5wNnI4USJ9",
            signature:
                "MEUCIGlJadPuko3m8C7yOpxkTX13mRZFFzSpS0MlQvSYoevpAiEAiwgZyCQhipcVLNCZxVv7FHeynZAKSaZAGDFPm_zNoW"
                + "M"
        ),
        WebAuthnVector(
            title: "TPM Attestation with ES256 Credential", isAccepted: true,
            publicKey:
                "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEQSAmmMnZdT-0uz8nzQn-a4r9t2Q47irlTXydreENhkvYc1EVzbMwpj6h1u"
                + "Q9UAD0vVb5m86D7h1zMB_CcBFtBw",
            challenge:
                "AAk7ZsIdW16J96BwghGJB-o-UC00OzFLjFpU1i2yAvs",
            authenticatorData:
                "v6vDdDKViwYzYNOtZGHJxHNa5_jt1GWSpeDwFFKy5LUNAAAAAA",
            clientData:
                "eyJ0eXBlIjoid2ViYXV0aG4uZ2V0IiwiY2hhbGxlbmdlIjoiQUFrN1pzSWRXMTZKOTZCd2doR0pCLW8tVUMwME96RkxqRn"
                + "BVMWkyeUF2cyIsIm9yaWdpbiI6Imh0dHBzOi8vZXhhbXBsZS5vcmciLCJjcm9zc09yaWdpbiI6ZmFsc2V9",
            signature:
                "MEUCIGDcdrFgfscWxuXrqNBWaV7WvEey49enKcNOdZ46tmqgAiEA0BCp6P3ctkxDnf3KYo3bM88kXVZ9FX2fZvlCYBvtmz"
                + "g"
        ),
        WebAuthnVector(
            title: "Android Key Attestation with ES256 Credential", isAccepted: false,
            publicKey:
                "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEmRaWVwNtCJoqmCGn0AY9NB8aRhM4k1ljbvq188vxrM_dkcVVQxduqZtkRA"
                + "bdHdY3dLavZax1ngb_QLHIqwLfaw",
            challenge:
                "5O4Fyp287XQRZUDyTtmtxiquhQdWBSKET_p-6hT3r4Y",
            authenticatorData:
                "v6vDdDKViwYzYNOtZGHJxHNa5_jt1GWSpeDwFFKy5LUJAAAAAA",
            clientData:
                "eyJ0eXBlIjoid2ViYXV0aG4uZ2V0IiwiY2hhbGxlbmdlIjoiNU80RnlwMjg3WFFSWlVEeVR0bXR4aXF1aFFkV0JTS0VUX3"
                + "AtNmhUM3I0WSIsIm9yaWdpbiI6Imh0dHBzOi8vZXhhbXBsZS5vcmciLCJjcm9zc09yaWdpbiI6ZmFsc2UsImV4dHJhRGF0"
                + "YSI6ImNsaWVudERhdGFKU09OIG1heSBiZSBleHRlbmRlZCB3aXRoIGFkZGl0aW9uYWwgZmllbGRzIGluIHRoZSBmdXR1cm"
                + "UsIHN1Y2ggYXMgdGhpczogcXhKeEItX3hncnd5TUw2MThkclNuQSJ9",
            signature:
                "MEUCIQCiteN9pDzrY1ZvbigXxsvvJhBz0Mrf0hP_Yim9M93qbAIgPXfrMgL8krm1u4Q-8ILHdm-MfyMZTJJwj_Lz0d52Wo"
                + "8"
        ),
        WebAuthnVector(
            title: "Apple Anonymous Attestation with ES256 Credential", isAccepted: false,
            publicKey:
                "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEij1bG0xUOnBr9uSwCv7bPJMLaQ3ShpNP4pEfd5zHdhr3KOGqOw_2ZpIZLa"
                + "p3a4Pd-OM0DS2aDqvfwyTrPi8TbA",
            challenge:
                "0-spZGQeJv7QI0A6ct3gk7GcS6kAjD-d2D_P00embQU",
            authenticatorData:
                "v6vDdDKViwYzYNOtZGHJxHNa5_jt1GWSpeDwFFKy5LUJAAAAAA",
            clientData:
                "eyJ0eXBlIjoid2ViYXV0aG4uZ2V0IiwiY2hhbGxlbmdlIjoiMC1zcFpHUWVKdjdRSTBBNmN0M2drN0djUzZrQWpELWQyRF"
                + "9QMDBlbWJRVSIsIm9yaWdpbiI6Imh0dHBzOi8vZXhhbXBsZS5vcmciLCJjcm9zc09yaWdpbiI6ZmFsc2V9",
            signature:
                "MEYCIQDuNdt5XOKAROH4Ix1os9eamIL3QVqjXBtax00kJRBzyAIhANzGVpFlCkEtDO74Q3EMCYJ6zybHhFvdrAfuyVhj5_"
                + "xM"
        ),
        WebAuthnVector(
            title: "FIDO U2F Attestation with ES256 Credential", isAccepted: false,
            publicKey:
                "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEsNYt5rMPhvC6x6kBaVE5HC4xhJ4uZGYcvSsTzX1VCK1QOwvaKjV6mks0R1"
                + "oo5ltmC0iYqePpu_CCDUNJQpft0A",
            challenge:
                "-QxhKYHYT1mUON4aUA92km6SzIS--OAsbiNVPwBIVDU",
            authenticatorData:
                "v6vDdDKViwYzYNOtZGHJxHNa5_jt1GWSpeDwFFKy5LUBAAAAAA",
            clientData:
                "eyJ0eXBlIjoid2ViYXV0aG4uZ2V0IiwiY2hhbGxlbmdlIjoiLVF4aEtZSFlUMW1VT040YVVBOTJrbTZTeklTLS1PQXNiaU"
                + "5WUHdCSVZEVSIsIm9yaWdpbiI6Imh0dHBzOi8vZXhhbXBsZS5vcmciLCJjcm9zc09yaWdpbiI6ZmFsc2V9",
            signature:
                "MEQCIGFyRZlY_qkHtykrkvVVA0v9iEiV8oenYgDBuihyORNwAiBHJ7FmFH4mohu8KSHRkuv-1Wm3lDhTjlwSi14o5pJt1w"
        ),
    ]
}
