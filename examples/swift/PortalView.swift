import SwiftUI
import ViettelIDC
import ViettelIDCSandbox

/// Services and invoices of an account; invoices come page by page, as one scrolls.
struct PortalView: View {
    @StateObject private var model: PortalModel

    init(portal: ViettelIDC) {
        _model = StateObject(wrappedValue: PortalModel(portal))
    }

    var body: some View {
        NavigationView {
            List {
                if let problem = model.problem {
                    Label(problem, systemImage: "exclamationmark.triangle")
                }
                Section("Services") {
                    ForEach(model.services, id: \.self) { service in
                        VStack(alignment: .leading) {
                            Text(service.name ?? "unnamed")
                            Text(service.status?.rawValue ?? "").font(.caption)
                        }
                    }
                }
                Section("Invoices") {
                    ForEach(model.invoices, id: \.self) { invoice in
                        InvoiceRow(invoice: invoice)
                            .task {
                                if invoice == model.invoices.last { await model.more() }
                            }
                    }
                }
            }
            .navigationTitle("Portal")
            .refreshable { await model.reload() }
            .task { await model.reload() }
        }
    }
}

private struct InvoiceRow: View {
    let invoice: Invoice

    var body: some View {
        HStack {
            VStack(alignment: .leading) {
                Text(invoice.number ?? invoice.id ?? "")
                if let due = invoice.duedate {
                    Text(due.date, style: .date).font(.caption)
                }
            }
            Spacer()
            Text(invoice.total?.formatted() ?? "?")
                .foregroundColor(invoice.status == .unpaid ? .red : .primary)
        }
    }
}

/// What the view shows. It stays on the main actor; the calls do not.
@MainActor
final class PortalModel: ObservableObject {
    @Published private(set) var services: [Service] = []
    @Published private(set) var invoices: [Invoice] = []
    @Published private(set) var problem: String?

    private let portal: ViettelIDC
    private var pages: Pager<Invoice>.Pages.Iterator?

    init(_ portal: ViettelIDC) {
        self.portal = portal
    }

    /// Begins anew.
    func reload() async {
        await reporting {
            services = try await portal.services.list()
            let pages = portal.billing.invoices(perPage: 20).pages.makeAsyncIterator()
            self.pages = pages
            invoices = try await pages.next()?.items ?? []
        }
    }

    /// Fetches the next page, if there is one.
    func more() async {
        await reporting {
            if let page = try await pages?.next() { invoices += page.items }
        }
    }

    private func reporting(_ work: () async throws -> Void) async {
        do {
            try await work()
            problem = nil
        } catch is CancellationError {
            // The view went away.
        } catch {
            problem = error.localizedDescription
        }
    }
}

struct PortalView_Previews: PreviewProvider {
    static var previews: some View {
        if let portal = try? ViettelIDC.sandbox() {
            PortalView(portal: portal)
        }
    }
}
