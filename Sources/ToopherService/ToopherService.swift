// ToopherService
