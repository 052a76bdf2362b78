import Hummingbird
import SampleShop

// Behind a proxy with TLS: SHOP_ORIGIN is the URL that browsers call.
let environment = Environment()
guard let origin = environment.get("SHOP_ORIGIN"), let service = environment.get("TOOPHER_BASE_URL"),
    let key = environment.get("TOOPHER_CONSUMER_KEY"), let secret = environment.get("TOOPHER_CONSUMER_SECRET"),
    let password = environment.get("SHOP_PASSWORD")
else {
    fatalError("set SHOP_ORIGIN, SHOP_PASSWORD, TOOPHER_BASE_URL, TOOPHER_CONSUMER_KEY and TOOPHER_CONSUMER_SECRET")
}
let shop = try Shop(origin: origin, service: service, key: key, secret: secret)
try await shop.passwords.set(password, of: "jdoe")
let router = Router()
shop.addRoutes(to: router)
try await Application(
    router: router,
    configuration: .init(address: .hostname("127.0.0.1", port: environment.get("PORT", as: Int.self) ?? 8080))
).runService()
