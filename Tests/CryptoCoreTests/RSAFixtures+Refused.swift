import TestSupport

/// Keys that are refused, made with OpenSSL's command line.
extension RSAFixtures {
    /// A private key of 1024 bits.
    static let short = """
        -----BEGIN PRIVATE KEY-----
        MIICeAIBADANBgkqhkiG9w0BAQEFAASCAmIwggJeAgEAAoGBANMzHkZSsLLqaecm
        OFmuJaMvgd/aADwW+AuJ8n3qbaVFODepMZxHnHMmLwxpwiuVSbWOs/FXf4dIMbfV
        3EBmiXeJ2+Mpv8jamrWiIN/dEUpin7ij0a49UMrv4ZQUOEjUPcy9DdqHWzV/iMyS
        PFuXMy8KE/VuQFVwG+xE20bU90G1AgMBAAECgYEAgZI3/a7Xhzy3cj+JjMOBhccs
        p7goMrVowjOEmOmNETsRTVy4+gcZHbAMZ1Iu9OwnB4MgNG2Y6NdK4V0MPlpp9NYr
        579UO07XEIEkiacjf+MnJ0GGfmTFCHBA2hssaehAjA4OfBvTS5bBncMupOoD2YhS
        Ow6cvDgmnIO6fiS7QcECQQDvH0xnE+WSPOFL1vx2RZ8gfenGUg49IrW7Tk4R/5HI
        UtMRuZjDblcVte93UDJ/AiTU1/nGyNpmJ3Jzgx6M8EBlAkEA4htJXG+TN3DGjROq
        9A3SjTZJy8FSHGPDGbX6XJER8DZB38cHPml5yCTUbZvaMJdzTSglsmGUO+l05NPW
        jw/fEQJBAM7SF1cgUnPFzGe4LuxtE1EbFtO9rSsblmvHMqdGkWTenki6anK+QPw6
        PEDKUKKhzBF8LEHO/3dTrx5Rzl7AfjECQA8iqneAlIc6il/5OBFcN4LyZmA4UanK
        182Jy/eUUnIU/7XeGdMItnk6Ven8a8+i47n/fP6C36xfBU8oCw3KjzECQQCUw5wu
        VwDMaV2sEZixCsE3xNdDw1Lxm4wv3UIBXuHwYGZfjpGXyvw1qWsyFbei910WBb6N
        qiKh7CAznDR2c5fz
        -----END PRIVATE KEY-----
        """

    /// A public key of 1024 bits.
    static let shortPublic = """
        -----BEGIN PUBLIC KEY-----
        MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDTMx5GUrCy6mnnJjhZriWjL4Hf
        2gA8FvgLifJ96m2lRTg3qTGcR5xzJi8MacIrlUm1jrPxV3+HSDG31dxAZol3idvj
        Kb/I2pq1oiDf3RFKYp+4o9GuPVDK7+GUFDhI1D3MvQ3ah1s1f4jMkjxblzMvChP1
        bkBVcBvsRNtG1PdBtQIDAQAB
        -----END PUBLIC KEY-----
        """

    /// A private key of the curve P-256.
    static let elliptic = """
        -----BEGIN PRIVATE KEY-----
        MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgRnUa73vs1oCLMGdV
        9KPhdRjLHdlPv8bz4OrO+yOptXuhRANCAATJD1Qj/pqCd3aiGSggFaBn4BgmKIQp
        hhIxfx0mq1MU0X5cTdwGXGYWbabho78/uRnG6ThRdQdYIvhzGMK0sis5
        -----END PRIVATE KEY-----
        """

    /// A public key of the curve P-256.
    static let ellipticPublic = """
        -----BEGIN PUBLIC KEY-----
        MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEyQ9UI/6agnd2ohkoIBWgZ+AYJiiE
        KYYSMX8dJqtTFNF+XE3cBlxmFm2m4aO/P7kZxuk4UXUHWCL4cxjCtLIrOQ==
        -----END PUBLIC KEY-----
        """

    /// A private key that is for RSA-PSS only.
    static let pss = """
        -----BEGIN PRIVATE KEY-----
        MIIEvAIBADALBgkqhkiG9w0BAQoEggSoMIIEpAIBAAKCAQEAzOgbTUhbkdhkkxGS
        T/HHNFJQtoQV7z81MCCpVGEE4C026Q7CM0p2oebOKmzWtdx+enmpHhCn8olvhBIF
        k8KzykSS0o0NemfgCuh+9SAih/odiIxrPTMy2Pf+BBtKMALWiCoK2hIH4gLULCeH
        CqfzcWyv8gMZ/EEyi4bNuncvjhKlQXMAvFMNvp7M2cbupV5V0FFkkVVyfswXbKGM
        EmVmGPn64gcZ9ionTpbH64p2Qov3NADBsE3cuDwu+yfGNHGTeU+0jY6/Ezx2+u7+
        et9owfkTvhfxt6sHSLfEfS+5B2/+hV1yVLDppZjAWEurIT5UFYuU4pCq5lhZTD8U
        yMPvLQIDAQABAoIBAAVuTXLx7QNjkd7YA2G9DcOUPvFndNFfgoBhDTvgSmnKqP7q
        VjlXyucln+c99T7itjN20AWs+VaTT/JXK/Cro2pEAQQ1mtrYr/Z6DQtgK6og9fFt
        j1YS6lEX2ZKwSnoVSSxYuOrouW7DFm6JKaodo3UpJUyryl+GNtm92+wKRqdkSPrq
        Zn9ssFH/osVNw4i2KI4Wzh/INaIOOTSKZsZqZApRfGV31/TRES+rGPJibPqJEwbV
        xyzgVYAzXU1pZjG8YK9wlfvMCZ0jrCJXwXyDl7J6S1alaEqUJMIRM9TOfV4EyyZQ
        ei5tzfwihlZJA+JZBL4w3tSX/0Gk6dFPzMGclh0CgYEA5iHrBSZ85UdTB/H/kNxw
        Hue8VKunxZXW+bZaP28PIj45l/PEp6JEffvGrZa5bcn/P8rV/9OG9H134y6Y9f0I
        1nKJ/NGASkI+E7TvxKANlfdA0zqW7ahnrsDGUoGZcvtgdIcWYahb4mDpyMkHnm60
        141iaXiA1SkzktktgQ6xfjsCgYEA4/BQNkS/8PMaIsuynA6KGpMyI2mI6p+VR8AQ
        R6dwbn2HiiQEoa/b7xLO1UlEFXI0WkeX0T2tpkWLoLklygGtpoEO50g2Vfze9Jah
        Xqj+TRt8S5N1Ycuy3P682Gkw2aXBQVGaQxdVHWJhFJ8hiZ9kVUw74j7B5Ieel0Ep
        vMkN6bcCgYAvCVGy7MnsRua2ogS9RAD6oBzDJY6V+OlGgrnxay6prhQxdZaFOMpN
        Aa/6/OqLgRTVogyZTE+yGw7s9TI4XO54flKrxNo201FCz+GNy7TbKP0r7za3/oqq
        kiY26NxHPw/Y4V92uGWHYI2IB2ayQChgQjqSGhoi91feNNtzHGC0zwKBgQCuLrkN
        D3JhzVP+nQyLJq0wa6VX3FDNgk+QOdv29aP8Ox71WFrVt85onkXCRS+q98+74ZPJ
        SMnHEsQFeRbAjJHHeD4MTWmAQjGaVPVRofBauhM8qZ18sy2mpV9oPNIgsALDSHmK
        pWzcfI5VNNlrEouYhx4H4Q9H9L8jNJ+RbU6ddwKBgQCwyUl45Akkcv4rKzCQLwnz
        U4OD+EQebETbsvzhaRSgV1ltWivuXWDYjO/BzmMzVUNRKbD/n2d3TwNHQ+vB6XIA
        UZJ8ro6iVGUKszNdlWGMmjn8NTqOgZktxYcsDL6bkh5kwbo88a7hUZ2rqcGgjYj1
        v1y4BN6mc4TL76B0uN2TuQ==
        -----END PRIVATE KEY-----
        """

    /// A public key that is for RSA-PSS only.
    static let pssPublic = """
        -----BEGIN PUBLIC KEY-----
        MIIBIDALBgkqhkiG9w0BAQoDggEPADCCAQoCggEBAMzoG01IW5HYZJMRkk/xxzRS
        ULaEFe8/NTAgqVRhBOAtNukOwjNKdqHmzips1rXcfnp5qR4Qp/KJb4QSBZPCs8pE
        ktKNDXpn4ArofvUgIof6HYiMaz0zMtj3/gQbSjAC1ogqCtoSB+IC1Cwnhwqn83Fs
        r/IDGfxBMouGzbp3L44SpUFzALxTDb6ezNnG7qVeVdBRZJFVcn7MF2yhjBJlZhj5
        +uIHGfYqJ06Wx+uKdkKL9zQAwbBN3Lg8LvsnxjRxk3lPtI2OvxM8dvru/nrfaMH5
        E74X8berB0i3xH0vuQdv/oVdclSw6aWYwFhLqyE+VBWLlOKQquZYWUw/FMjD7y0C
        AwEAAQ==
        -----END PUBLIC KEY-----
        """

    /// ``pkcs8``, encrypted, as PKCS #8.
    static let encrypted = """
        -----BEGIN ENCRYPTED PRIVATE KEY-----
        MIIFLTBXBgkqhkiG9w0BBQ0wSjApBgkqhkiG9w0BBQwwHAQI0RoCGRaP4D0CAggA
        MAwGCCqGSIb3DQIJBQAwHQYJYIZIAWUDBAECBBA+9DDrKdSsv3fPtt5wpcbIBIIE
        0Gj510fNIexgnh5/KtwzOg2cVmzG2SbhN1KCm6Kd6YoWPJwCIIsyu8JQ68qsPM9C
        4rjCj7gzys5cKvkvDky5sqTxfaB8Gu+zFLUGB0gU+I6xAf2OJNvs7A2NEMuavxpA
        ykus7OXpZ8gdmT4xSuvGsduawql3GVK4SbQ1o0Txzp40gIMRUzkwAVl3UKqnxRIp
        NbXunQ3YR0gJ06dwgI1i6OQnG0NZxoiehchkGlXBWHSiyd4AguM+O7WOev/raNag
        RS/qcCO4Vp4ZaHaAGDps3eObLIymQdM3fwT3bBHmGghOQ/xwrszIVpX9HbOqYwZX
        RXFV7I6AD36N64QCmZM4iHt+Cqgt0RwP4lBll3HrOj2jLq9PtLknlQVmQPfiUxNs
        vcbHaSk/F6xYldp/Rwsg6UQpeKZB3dnCeokeGQ0AsFqRdAv9bD8L+HOtxbhqdKIJ
        RHem8y4kmhLDxmWyGhWU+sZcbsY0OSPX5S++Wd7ng5wjvQ3snVlkQ9+lkMe2Ho6H
        NcLETvGMuh0oTbhhFO3Ul7rxDu7ODTlc71k2FM5p6+RT3BfQ/5o6uOkH90Ah9FJK
        G/H5OsbZ3Y4VYHG5DdYBSUwUkrwroLBtmTL46j2HcubcrXLasLNl9uxk8wWZWZTr
        AGrfIx71Lx7AsAzE7q25z3pSrucEG/V9V7EhVcaKsKEi365oFd1+yhP9+tHxHSvH
        oNf1k/zR1TneCV1EFGWImTstycD11i2GDsbY+gzXZ6Tq1vfj/haHFRS3cFKLg8sB
        CkuYYOZ49RO0udD2tNPG0s/B64Ev7REdm8K+Kwhpf4ozbq7Jr2EssC6C1W3h7Vrk
        XZvDJ7IVgkg6QZP80s4YEswN9gxQtHVTDEiAO6aCGonSbx95Dvzz0fKIbfZPabfb
        nmnqodE3HiKX6+tNtqLjC6thzuoY3zULBtzmpo1gDz8V7i3pANxdAOdI3TGrr8OX
        PI9Jr/x/jUalDNHmCbD5epA2nCOR4SANIp0U0WqGZVr1mShcdecPMAEDBwAVS8A9
        nEcUmC/tzflwg4o7Y+AVBYgzE4rj6C7dDaAW6FDbZbHNm4be+CoTfQEGkaFYtEBg
        j6soxDYP8xZjvXU6bBn1oeYoh/M6cwUoyqhPVIKb2bCBG+4dF0jlVMA6L7GCkr/5
        K+1CiPAyOoquMFGKdD35oOvK/FetVdI6xyz62ySNP/0k5crjvAQobk3d8lwTT8zI
        eBKzSxZ3069KYkDNwX60tc0al6ZbGdDe0j1pw4dPZmodB97f8Ar9r0Jo2zXT+dPX
        vecQQopLZXM1obsca29zwwWFxaHidekb2dHjlLmsy6aeczAmrNGcPZw4TJjph6Sb
        hWSTptRQU5G5MLm4+3Iwp8UA8C1EMli1SlrEoh03L2v90hxi1Xxy0S36RGsbZQeK
        QL3ATWT7YRRTzh3XK3Ocf0YDv2v65X3gWCacI9O3hldDOgV1PqbXLAdkUGfGEMM5
        hPi48mKG/r25FCZnzjsmRNOtk5kY9kGHhW8nRClOXNx0Xc0fZtqKlVs4YvHYc6qv
        9EnwxmE3+Dk4+tq/Y28FoPhIcBjAUZCbVmoUdeahFzoGthxqH/s8H7dm4BMxBor7
        9jB0dxBWT8O3BjDBtzBWB0N2Y63p7UQ3ZrWeEcQTLUih
        -----END ENCRYPTED PRIVATE KEY-----
        """

    /// ``pkcs8``, encrypted, as PKCS #1.
    static let encryptedPKCS1 = """
        -----BEGIN RSA PRIVATE KEY-----
        Proc-Type: 4,ENCRYPTED
        DEK-Info: AES-128-CBC,8CBC0BBD53765DF97E6BDF34626E43BC

        njCoRwC9n4O7MzE+XQGbAn6u7vYODwmXlAA9prl8X/NWfDju4rP9e2o1Ei5zbO0s
        SWdIBBiY0CvRwBTY2B9PWsVDY2x0fQvBt2xM+5C1N6/1IPpG7QuZuz4L3Jvxbj6s
        jSdv4M72CcEIH9EITuV6yqguTA93ztHaABVVC03Vw8u1Hto8iQLo8TYRsyRJySsx
        Y90k0aj9hX3uG7oCd+CFZK2a9pVUK7ls5wy/ok+Iy+uyuHghioMYTci4bwPcb5LP
        yxpK+ui+ouncJvomkvfiayZfEnxcBABnadQcmaVYtHTwlCRERtzbgujmpVF2hyr5
        I/V8hlJZRwZIXI1zw88s+nEgHB5DsAUyY7PVNQoMKu4uf9uyRtQsL5dUN9k0gDlr
        kHhm6JtjDhGMeZLgH/zQATNwioW5eflJDWARy2dUTLyfFIbbT+o/LDJJrS8pd3U5
        RaHFXDW16pdvdTeuO7uh/W+Ui8VXq5m+DvHIMfN0ddb+i60YGKWQupdfppN2f292
        YAR64QvR3UkPTwUtodzansg4nGXPA8iUhSZof7m8kVgk4XgEJzcqh1bCBiA8js60
        foIYKO41oCr+oehr/f4eScltoyfOqUXsziZF1kv0x91HcXeGiAG0p4KcvE6uUTzW
        BEUu9sDxuBGPKGJIpZVrrTL3uN8VKOBAIGqo/TScmy144rcmpv6BqAJZ7KwNfLPb
        KXz+beu/+U8W/FkbEn9PruZDN8OtygNA49G+JE/2tgb8e8JqcdDm4zDIxkNgqHdL
        ZGkHSZrHoGUTik7l2Z5JVABP7etIuEBQOx+J5WfXMF6r50XAmzqpKQ4fLb67nsbZ
        xb9GYy/sj+KiOjGnwISAIX79EtoopRBRrnWF5TgXsT034u2nB+tAxeSezp+NCGCw
        9BPv8yv813SJSiPhc2ePsYnKP8KP344Y+nNyAZVTBp9wvZJI1iFM19FleLy2r7Zk
        fTciskABXnH9h/W6vxzG25OyAcqh4pUpIFv7KNhxZ6lwc5B8DY/M+V9LLxjSS09s
        IygCWE7XaRt3Ura2B3ydixITrJNYbBNluFdJb4BW/W7Dvfw+F9VhLUfHFJF5ZDs2
        6iSPB4y7VrW7oBMiYdwDtrLN5jcoaUMGJKHfgQfN/MEfhPvfTEPk9PiAgw9lgqFt
        pczpUeJvi/zMc3Wk3m49bcrUdc8VkoNL6dCoNB0NJLse14vd3CFkoR+cNQYa+7Jk
        g0dWFH+A6Vl+OsjDsqrMHBhFHEiOX17wqYEiPB8i9xBU86WIbTPVGunJUuMXjt7N
        vUJ8qCWjPhyGsvGLtjHYIqXti67qnNOZyNRdmHEbDEA38UVljS0l2TCk9PvAnZ/m
        SgZf9LeMHT3FFnc+wt1hUuqPsOEM53DZIYIZuOrQ/wwP3GKok+/7viNnbpNDXW52
        KGuaH21tfIk/Wk9/E4B0vYQ7vyLm1EmOY35aOBEY4nUsxzVKL+WE0xjnGxw+Qx9g
        KLywfMFJ63Z5uezrP4xHy1KZoAD87hnKt349GAC3lTvFFsDsgWkqNrLpyQzdmlQQ
        VJxHMRhfn3VCcrtyj+HpzvyZ+1Bs0JWX5qELlbZBAVw1Yfk8l/SKVtBGlEPrRTYi
        -----END RSA PRIVATE KEY-----
        """

    /// A private key with three primes: `openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_primes:3`.
    static let threePrimes = """
        -----BEGIN PRIVATE KEY-----
        MIIE8wIBADANBgkqhkiG9w0BAQEFAASCBN0wggTZAgEBAoIBAQCuHCKFT4GJjMM6
        UuocppnziiRhNqM8AGQlLq+zz/K5GLnAWAj4Cajiqh2htLALvaxnuRyDCBdtVx30
        aG7fXwgNRO0NKcY/n3hJw2EWAtQLMnkMHMnlyAPcTEj9hnefGi4pmwsDIa3wVy84
        hB1oGx28US6BmglYW2gW1ZmvTYjrrv+UiLsVTkfqVChrOnOy5TQi56JgvwyOfbbN
        d9raN5HxZWGbGKfOwnWvmnlQwBUZxsx3LYGk1kRi3xOJHMgfgnSj5zCRTXsdg8Ny
        LPI2KozYY83SmWXieuEU+DMUxQuKBvU0Lqir+nVJpM05qTcjjZ8gOXPFnKatiK3r
        QvxGn4FxAgMBAAECggEBAJo1dSXZ+4OW1zuLQKvLq8OW8Q3hVMbKGekM5rY+Ul86
        1RrVXmxCMgFAZypYXSyo/FCKFgTAX++KH4/gB4N0Ki+GgucLvvmPBv1ePVk/fAvG
        0ou12+R9C3BHnNOzSphh8DW3D/joCepT+qUaV90H8LdM+aRqIYMw0AQqNVDrGdHN
        XHVczWAhSlULArlykZGBIKIzE1RD2F/gOZ7JVGs6CifKnPFD0SVs9s/mNuG2K797
        1zY4gGbrcGQgg59Zs6M7CWjywAh2p74NY2xSRxXuTI0e4udd4099HTq9n/QnHUcT
        s2h0qtcILjzT6NqMF28DtZ/gUhn/b9ql9dPyi8kqqQECVgfjvnADlHW489+qkkgu
        SCi4BMEs4Gk0ONxgx7/czimLmjdwPeH3BuHHCJK+rAvGik1AppNogwij9zBoO7vM
        r2BWmOQUStXdNNNXdx4BD8Hqtisj3ikvAlYG6vnb290ua4a4okJ6uIcLfeflKkTJ
        Mynt9vIw4byuzKrYP1a9Vc4AWpd4PXeZDZUzNWhSiwodq9e6jvdPDRJw0Ps86B6C
        Fme7Li9G9sEIqZoO6AkX4QJWBoGMXZrWJm4qzds/Xj6sSsfVQ+fZ92eVLEay8kkH
        ycLRnb31ig3HoxAaxchu4BcNnb8enpik1c9A3K5X8/pK9Ur0McF6JPqRwWZzWE7P
        y73eE500awkCVgUhBmtZ0d1u343Yz81JLub4TIx+EE3UX0wNgXd4hnpbSHfYTilG
        itt8Tz1Y5WlWxr4W5Of+KlvhYqrxAK9dk8SNTRjVSHlOv03qaicFIA2aIZzXsJZB
        AlU2DORpnnoG6Md/PjN/TZoATsTq2dcZftHRpp+B6lTJmsn3Sr137Shi1X/xdLo9
        61PtBOgNhbdwxd6of5uweRNhl7O+wQfQMRgpJFbN9VzEShvx0DSBMIIBDDCCAQgC
        VgMwpaNUjmo+6RuyATf7NLs2e2BBlrCFDa1XGQCUa4mVqeCNRfC66S08x/Yfal/0
        VZNenRPOBeoTjXxyK+/BLPYoY1Tp7JICq9xg0RtYvuUMhELccxc/AlYCz4CQR7Z2
        G1lsYke6l+QcseK/qunmOkQTnfJUVW/tt2QFiNK/Rx6cEbonugQR6IbhIXIJefIy
        CuoUY88cHLnNY0YpETSybBIZR1/U1TrTOVTqR6pLJwJWAlozUIR03lbSyMAPdWhq
        eItc33Qo2YpSpEEX+tpcj6d0DXeY7okNdcH5tmQ2kWrjAqHlitz7GPE6/c7/h+Fv
        AMYb+NrdtSj3zw8oNuI5e1GsKSBZ59o=
        -----END PRIVATE KEY-----
        """

    /// A private key whose numbers satisfy every equation, but with a factor that is not a prime.
    static let composite = """
        -----BEGIN RSA PRIVATE KEY-----
        MIIEqgIBAAKCAQEAv/3gnw7zk0jVTX/MVfyhS+UnvOVswXhditmOJ8vR35Qc5b1g
        lKVKxX99OUltJjBSy/bFjjLe5Ar/ytVT1I/oZQxaJOHCtmEtIUsCCALV7hxnDpbj
        hyvTtu3vBYRru75hajH4gJFnnyLCo7VhYskvI9x2y0gPRqE27LW4481ujTZtWsM/
        Tddxwz8CZNHrwUnxrYK01g2ljCkXzsJTbUjl6xY8pcjQe0XanGe5zZtGtcxGYz8J
        pvEEMXQFT1MGq5Q9c2wShwuZhEjGiMROVBRCGOC0vEJZc/7FRR0LkbyiccTGZ+HN
        +DdPFoMH9By07hZKna/eYCSoyjj0zE4ZYdmADwIDAQABAoIBAC4Oz5YY1iIdNN6U
        rAZsxp0YakIMn9yB7Z7jthCh+sUyGQScO9EtHhTnErltffvNV++KUbZdSc9XPCoC
        p0u1AkFLh0yVxEpQYa08+03EsGGg+rArToYc43tc9RxTuiyd7Wy2dDETsNIiWqM/
        Xg9+yApIV09JCDEfd7etmJ89pynE3HQ+4Es09vMiEkOeTf/DZfF/+mnZ5FsTLBxi
        OQhDsZncI5Lt3whZFetrz4mHC/V+tw21tzugw8mH0pMx4dpHYnHD+pbfwWt+BIBi
        U6xj99rVQJXeYmMTwBlMHct3vl8fk8GCGNUK4zhif09ZaONJ6j8sRUdWpYeLNv/N
        hqlq1aECggCBAN5ArEZ4NjJCnbDNzfuCm0PdPJSHIiDbA027z4TcRbB9M8aELbR+
        uj+xZ2EqzUSR7MXmwzpJAvdfHaaR89cyJjFXUndAKbhj4C3oNhG7lucAYwxzJkqJ
        hzapaUAXUGr18CMruENB9KSHWhoKt8kKjmZQOtqMFGcoqtGYGc0n75pnAoIAgQDd
        JOmZWaGajhAuv+BRUo6r6P4f40CcBqP+xdO/pLP6bV4n27Iy+XMcfTnwiKUU204v
        KZdQE+hkpZkpL1hDsfGqp3E8RLo1nVcbw2M3X5peNX0tqC+gTGw80X9g7flLZl7d
        gprEh8LO+stnvjNBMyx8sWSo2Ia3e9T1mF5EfiW0GQKCAIEApw57r7h6HEtAVn5L
        nwpsBJXODGKKv6GAGTTbZiVf6Kojecsuw6Yh/vAtIbdXdXwuOg8bnbr1lNUU53h7
        jbyvQpU9ck9zTJseDcOmqKuVYOtEiD4hgRNg5DBw4XDkzJEyQG2DYmK4LddjXYHC
        5UWfBb62jkGOsH+77jFi63diPW8CggCBALv3uRrgha0SHY0vCKL28lAK7Z37EprM
        Ri6yxgY6H8S3m3VzlucfAonvowThkLfGpJEP4A5vrXOHEkVgebyojoqIYoZgwIn7
        3+O4Uyfo+hQjkO/y6fBtpP6Y75VbES/WpsHPVm/AGYTGxYe7smMz9RdTzQR7bx6c
        genzBgVf1/pZAoIAgQCT5JpU9zFTNh3P6eBPnj1x3GGm/MJEk8DWsRlLrBeOKd5P
        DfN6dbpSNcf+GdsPwQv4kz/DrOblbzbRCt4UoseGIQvzhGS1DvwMKmCZL7LLF5Xc
        joIsTo9WLlGpXSZHdVrPHFxH4iJTqV5I00CJLGGnI2mIXozkS9sI4BnaBDYuZA==
        -----END RSA PRIVATE KEY-----
        """

    /// ``encrypted`` with the label of a key that is not encrypted.
    static let encryptedInDisguise = encrypted.replacing("ENCRYPTED PRIVATE KEY", with: "PRIVATE KEY")
}
